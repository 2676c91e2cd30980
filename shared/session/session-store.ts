import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { toSeconds } from '../clock.ts';
import { batchGetTables } from '../storage/batch-get.ts';
import type { Database } from '../storage/database.ts';
import { type TokenState, tokenState } from '../token/token-item.ts';
import { transientId, transientItem } from '../transient/kinds.ts';
import type { User } from '../user/user.ts';
import { isUser } from '../user/user-store.ts';
import type { Session } from './session.ts';

/** Ends one session at an instant in epoch milliseconds. Revoking ends all sessions of a token or user. */
export async function endSession(db: Database, sessionId: string, time: number): Promise<void> {
  const Item = transientItem('session', sessionId, toSeconds(time), {});
  await db.client.send(new PutCommand({ TableName: db.tables.transient, Item }));
}

/** Whether a session was ended. Consistent read. */
export async function isSessionEnded(db: Database, sessionId: string): Promise<boolean> {
  const Key = { id: transientId('session', sessionId) };
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.tables.transient, Key, ConsistentRead: true }),
  );
  return Item !== undefined;
}

export type SessionState = {
  /** This session was ended. */
  ended: boolean;
  token: TokenState;
  /** Undefined: deleted, or the session is anonymous. */
  user: User | undefined;
};

/** The current state of a session, its token and its user, in one consistent request. */
export async function getSessionState(
  db: Database,
  { id, tokenId, userId }: Pick<Session, 'id' | 'tokenId' | 'userId'>,
): Promise<SessionState> {
  const { tokens, users, transient } = await batchGetTables(
    db,
    {
      tokens: [{ id: tokenId }],
      transient: [{ id: transientId('session', id) }],
      ...(userId !== undefined && { users: [{ id: userId }] }),
    },
    { consistent: true },
  );
  const [user] = users ?? [];
  return {
    ended: (transient ?? []).length > 0,
    token: tokenState(tokens?.[0]),
    user: isUser(user) ? user : undefined,
  };
}
