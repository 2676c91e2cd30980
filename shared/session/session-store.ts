import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { config } from '../../functions/runtime/config.ts';
import { toSeconds } from '../clock.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { Procurement } from '../punchout/procurement.ts';
import { punchoutKey } from '../punchout/punchout-store.ts';
import type { LoginCode } from '../sign-in/login-code.ts';
import { getTogether } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import { conditional } from '../storage/unavailable.ts';
import { isToken, type TokenItem } from '../token/token-item.ts';
import type { User } from '../user/user.ts';
import { isUser } from '../user/user-store.ts';
import { LONGEST_SESSION } from './lifetime.ts';

const { tokens, users, transient } = config.tables;

const codeKey = (id: string) => `code#${id}`;
const endKey = (sessionId: string) => `session#${sessionId}`;

/** Seconds that a spent code is remembered after its expiry: longer than any two clocks of ours differ. */
const REMEMBERED_FOR = 3_600;

/** Spends a code for an attempt: whether it is this attempt's, the first time or again. */
export async function spendCode(
  db: Database,
  { id, expiresAt }: Pick<LoginCode, 'id' | 'expiresAt'>,
  attempt: Uint8Array,
): Promise<boolean> {
  const written = await conditional(
    db.send(
      new PutCommand({
        TableName: transient,
        Item: { id: codeKey(id), attempt, ttl: expiresAt + REMEMBERED_FOR },
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  return 'done' in written || sameDigest(written.met?.attempt, attempt);
}

/** Ends one session at an instant in epoch milliseconds. It is remembered for as long as any session can live. */
export async function endSession(db: Database, sessionId: string, time: number): Promise<void> {
  const ttl = toSeconds(time) + LONGEST_SESSION;
  await db.send(new PutCommand({ TableName: transient, Item: { id: endKey(sessionId), ttl } }));
}

/** What has become of a token: it was deleted, or time to live took it, which ends no session. */
type Fate = TokenItem | 'deleted' | 'gone';

export type Standing = {
  ended: boolean;
  token: Fate;
  /** Undefined where no id of one was given, too. */
  user: User | undefined;
  /** The attempt that spent the code. */
  spentBy: Uint8Array | undefined;
  /** What a procurement system sent along. */
  procurement: Procurement | undefined;
};

/** All that a session or a code depends on, as it is now: one request. */
export async function readStanding(
  db: Database,
  {
    sessionId,
    tokenId,
    userId,
    code,
  }: {
    sessionId: string;
    tokenId: string;
    userId?: string | undefined;
    code?: Pick<LoginCode, 'id' | 'punchout'>;
  },
): Promise<Standing> {
  const end = endKey(sessionId);
  const spent = code && codeKey(code.id);
  const putAway = code?.punchout === undefined ? undefined : punchoutKey(code.punchout);
  const found = await getTogether(
    db,
    {
      [tokens]: [{ id: tokenId }],
      [transient]: [end, spent, putAway].flatMap((id) => (id === undefined ? [] : [{ id }])),
      ...(userId !== undefined && { [users]: [{ id: userId }] }),
    },
    { consistent: true },
  );
  const [token] = found[tokens] ?? [];
  const [user] = found[users] ?? [];
  const kept = new Map((found[transient] ?? []).map((item) => [item.id, item]));
  return {
    ended: kept.has(end),
    token: isToken(token) ? token : token ? 'deleted' : 'gone',
    user: isUser(user) ? user : undefined,
    spentBy: kept.get(spent)?.attempt,
    procurement: kept.get(putAway)?.procurement as Procurement | undefined,
  };
}
