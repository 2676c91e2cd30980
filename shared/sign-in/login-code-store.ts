import { sameDigest } from '../crypto/secret.ts';
import type { Procurement } from '../punchout/procurement.ts';
import { batchGetTables } from '../storage/batch-get.ts';
import { putIfAbsent, wasWritten } from '../storage/conditional-write.ts';
import type { Database } from '../storage/database.ts';
import { type TokenState, tokenState } from '../token/token-item.ts';
import { transientId, transientItem } from '../transient/kinds.ts';
import type { LoginCode } from './login-code.ts';

/** Spends a code. False when another attempt has spent it; an attempt can be repeated. */
export async function spendCode(
  db: Database,
  { id, expiresAt }: Pick<LoginCode, 'id' | 'expiresAt'>,
  attemptDigest: Uint8Array,
): Promise<boolean> {
  const record = transientItem('code', id, expiresAt, { attemptDigest });
  const written = await putIfAbsent(db, 'transient', record);
  return wasWritten(written, (item) => sameDigest(item.attemptDigest, attemptDigest));
}

export type CodeState = {
  /** The session of the code was ended. */
  ended: boolean;
  token: TokenState;
  /** The digest of the attempt that has spent the code. */
  spentBy: Uint8Array | undefined;
  /** The fields that a procurement system sent. */
  procurement: Procurement | undefined;
};

/** The current state of a code, its session and its token, in one consistent request. */
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
    spentBy: found.get(ids.spent)?.attemptDigest,
    procurement: found.get(ids.fields)?.procurement as Procurement | undefined,
  };
}
