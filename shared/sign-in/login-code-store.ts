import { sameDigest } from '../crypto/secret.ts';
import type { Procurement } from '../punchout/procurement.ts';
import { batchGetTables } from '../storage/batch-get.ts';
import { putIfAbsent, wasWritten } from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import { type TokenState, tokenState } from '../token/token-item.ts';
import { transientId, transientItem } from '../transient/kinds.ts';
import type { LoginCode } from './login-code.ts';

/** Spends a code for an attempt: true when it is spent by this attempt, now or before. */
export async function spendCode(
  db: Database,
  { id, expiresAt }: Pick<LoginCode, 'id' | 'expiresAt'>,
  attempt: Uint8Array,
): Promise<boolean> {
  const written = await putIfAbsent(db, 'transient', transientItem('code', id, expiresAt, { attempt }));
  return wasWritten(written, (item) => sameDigest(item.attempt, attempt));
}

export type CodeState = {
  /** The session of the code was ended. */
  ended: boolean;
  token: TokenState;
  /** The digest of the attempt that spent the code. */
  spentBy: Uint8Array | undefined;
  /** The fields that a procurement system sent. */
  procurement: Procurement | undefined;
};

/** The present state of everything that a code depends on, but for the user: one consistent request. */
export async function getCodeState(
  db: Database,
  { id, sessionId, tokenId, procurementId }: LoginCode,
): Promise<CodeState> {
  const ids = {
    end: transientId('session', sessionId),
    spent: transientId('code', id),
    fields: procurementId && transientId('punchout', procurementId),
  };
  const { tokens, transient } = await batchGetTables(
    db,
    {
      tokens: [{ id: tokenId }],
      transient: Object.values(ids).flatMap((one) => (one === undefined ? [] : [{ id: one }])),
    },
    { consistent: true },
  );
  const found = new Map((transient ?? []).map((item) => [item.id, item]));
  return {
    ended: found.has(ids.end),
    token: tokenState(tokens?.[0]),
    spentBy: found.get(ids.spent)?.attempt,
    procurement: found.get(ids.fields)?.procurement as Procurement | undefined,
  };
}
