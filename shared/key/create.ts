import { config } from '../config.ts';
import { type Credential, formatCredential, newSecret } from '../crypto/credential.ts';
import { newId } from '../crypto/id.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent, type Origin } from '../event.ts';
import type { Database } from '../storage/database.ts';
import type { Scope } from '../user/user.ts';
import { type KeyItem, putKey } from './key-store.ts';
import type { Principal } from './principal.ts';
import type { Role } from './role.ts';

export type KeyRequest = {
  name: string;
  role: Role;
  domains: readonly string[] | undefined;
  /** Epoch seconds; null: never. */
  expiresAt: number | null;
};

/** What limits the one who makes a key. */
type Maker = Pick<Principal, 'scope' | 'expiresAt'>;
export const UNLIMITED: Maker = { scope: undefined, expiresAt: undefined };

export type KeyCreation = { outcome: 'created'; key: KeyItem; string: Secret } | { outcome: 'forbidden' };

/** Makes an API key. Nobody makes one that sees more than they do themselves, or lives longer. */
export async function createKey(
  db: Database,
  request: KeyRequest,
  { origin, maker }: { origin: Origin; maker: Maker },
): Promise<KeyCreation> {
  const outlives =
    (request.expiresAt ?? Number.POSITIVE_INFINITY) > (maker.expiresAt ?? Number.POSITIVE_INFINITY);
  if (outlives || !withinScope(request.domains, maker.scope)) return { outcome: 'forbidden' };
  const credential = { id: newId(origin.time), secret: newSecret() };
  const key = await storeKey(db, credential, request, origin);
  if (!key) throw new Error('a key of this id exists');
  return { outcome: 'created', key, string: formatCredential('lk_', credential) };
}

/** Stores the key of a given string: undefined when there is a key, or was one, of this id. */
export async function storeKey(
  db: Database,
  { id, secret }: Credential,
  { name, role, domains, expiresAt }: KeyRequest,
  origin: Origin,
): Promise<KeyItem | undefined> {
  const key: KeyItem = {
    id,
    secretHash: secret.hash(),
    name,
    role,
    domains,
    expiresAt: expiresAt ?? undefined,
    createdBy: origin.by,
    lastEvent: newEvent('created', origin),
    ttl: expiresAt === null ? undefined : expiresAt + config.historyRetention,
  };
  return (await putKey(db, key)) ? key : undefined;
}

/** Whether all that a key is limited to lies within the limits of a principal. */
export const withinScope = (domains: readonly string[] | undefined, scope: Scope): boolean =>
  scope === undefined || (domains?.every((domain) => scope.includes(domain)) ?? false);
