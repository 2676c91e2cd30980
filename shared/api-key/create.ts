import { config } from '../../functions/runtime/config.ts';
import { type Credential, formatCredential, newSecret } from '../crypto/credential.ts';
import { newId } from '../crypto/id.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event/event.ts';
import type { Principal } from '../principal/principal.ts';
import type { PunchOut } from '../principal/punch-out.ts';
import type { Role } from '../principal/role.ts';
import type { Database } from '../storage/database.ts';
import { inScope, type User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import { type KeyItem, putKey } from './api-key-store.ts';
import { withinScope } from './visible-keys.ts';

export type KeyRequest = {
  name: string;
  role: Role;
  domains: readonly string[] | undefined;
  /** Epoch seconds; null: never. */
  expiresAt: number | null;
  /** Of the role `procurement`; with a user or with `domains`, never with both. */
  punchOut?: PunchOut | undefined;
};

/** What limits the one who makes a key. */
type Maker = Pick<Principal, 'scope' | 'expiresAt'>;
export const UNLIMITED: Maker = { scope: undefined, expiresAt: undefined };

export type KeyCreation =
  | { outcome: 'created'; key: KeyItem; string: Secret }
  | { outcome: 'forbidden' | 'user_not_found' };

/** Makes an API key. Nobody makes one that sees more than they do themselves, or lives longer. */
export async function createKey(
  db: Database,
  request: KeyRequest,
  { origin, maker }: { origin: Origin; maker: Maker },
): Promise<KeyCreation> {
  const outlives =
    (request.expiresAt ?? Number.POSITIVE_INFINITY) > (maker.expiresAt ?? Number.POSITIVE_INFINITY);
  const userId = request.punchOut?.userId;
  const user = userId === undefined ? undefined : await getUser(db, userId);
  const within =
    userId === undefined ? withinScope(request.domains, maker.scope) : inScope(maker.scope, user);
  if (outlives || !within) return { outcome: 'forbidden' };
  if (userId !== undefined && !user) return { outcome: 'user_not_found' };
  const credential = { id: newId(origin.time), secret: newSecret() };
  const key = await storeKey(
    db,
    credential,
    { ...request, punchOut: ofUser(request.punchOut, user) },
    origin,
  );
  if (!key) throw new Error('a key of this id exists');
  return { outcome: 'created', key, string: formatCredential('lk_', credential) };
}

/** Stores the key of a given string: undefined when there is a key, or was one, of this id. */
export async function storeKey(
  db: Database,
  { id, secret }: Credential,
  { name, role, domains, expiresAt, punchOut }: KeyRequest,
  origin: Origin,
): Promise<KeyItem | undefined> {
  const key: KeyItem = {
    id,
    secretHash: secret.hash(),
    name,
    role,
    domains,
    punchOut,
    expiresAt: expiresAt ?? undefined,
    createdBy: origin.by,
    lastEvent: newEvent('created', origin),
    ttl: expiresAt === null ? undefined : expiresAt + config.historyRetention,
  };
  return (await putKey(db, key)) ? key : undefined;
}

/** The key is for the user of now: one made later with the same id is somebody else. */
const ofUser = (punchOut: PunchOut | undefined, user: User | undefined): PunchOut | undefined =>
  punchOut && { ...punchOut, incarnation: user?.incarnation };
