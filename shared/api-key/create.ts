import { type Credential, formatCredential, newSecret } from '../crypto/credential.ts';
import { newId } from '../crypto/id.ts';
import type { Secret } from '../crypto/secret.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import { keyIdOf, type PunchOutAccess } from '../principal/principal.ts';
import type { Role } from '../principal/role.ts';
import { inScope, isWithin } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import type { User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import { type ApiKeyItem, getKeyRecord, markApiKeyDeleted, storeApiKey } from './api-key-store.ts';
import { type KeyLimits, latestExpiry, refuseExpiry } from './key-limits.ts';
import { isPrincipalGone, OFFBOARDED } from './principal-store.ts';

export type ApiKeyRequest = {
  name: string;
  role: Role;
  domains: readonly string[] | undefined;
  /** Epoch seconds; null: never, for the key of a laptop alone. */
  expiresAt: number | null;
  /** Only of the role `procurement`, which has either a user here or `domains`. */
  punchOut?: PunchOutAccess | undefined;
  /** Absent: the principal that makes it goes back to no other. */
  makers?: readonly string[] | undefined;
};

/** A key that the API makes: it always expires. Absent: as late as it may. */
export type NewApiKey = Omit<ApiKeyRequest, 'expiresAt' | 'makers'> & { expiresAt?: number | undefined };

export type ApiKeyCreation =
  | { outcome: 'created'; key: ApiKeyItem; string: Secret }
  | { outcome: 'forbidden' | 'user_not_found' | 'lives_too_long' | 'too_many_makers' };

type Context = {
  audit: AuditContext;
  /** Seconds that an expired key is kept: as long as its history. */
  historyRetention: number;
};

/** Of one key. Each is an id in its item. */
const MOST_MAKERS = 100;

/**
 * Creates an API key. It may not have a wider scope or a later expiry than the principal that creates it, nor live longer than
 * any key may.
 */
export async function createApiKey(
  db: Database,
  request: NewApiKey,
  { limits, ...context }: Context & { limits: KeyLimits },
): Promise<ApiKeyCreation> {
  const userId = request.punchOut?.userId;
  const user = userId === undefined ? undefined : await getUser(db, userId);
  const within = userId === undefined ? isWithin(request.domains, limits.scope) : inScope(limits.scope, user);
  const { expiresAt = latestExpiry(limits, context.audit.time) } = request;
  if (!within) return { outcome: 'forbidden' };
  const tooLate = refuseExpiry(expiresAt, limits, context.audit.time);
  if (tooLate) return { outcome: tooLate };
  if (userId !== undefined && !user) return { outcome: 'user_not_found' };
  const makers = await makersUnder(db, context.audit.by.id);
  if (makers.length > MOST_MAKERS) return { outcome: 'too_many_makers' };
  const credential = { id: newId(context.audit.time), secret: newSecret() };
  const punchOut = bindToIncarnation(request.punchOut, user);
  // A key for one user logs that user in only while the user is within the limits of the maker.
  const domains = userId === undefined ? request.domains : limits.scope;
  const key = await importApiKey(
    db,
    credential,
    { ...request, expiresAt, domains, punchOut, makers },
    context,
  );
  if (!key) throw new Error('a key of this id exists');
  // An offboarding that ran meanwhile may not have seen the key. It began before, so this read sees it.
  if (await isPrincipalGone(db, { id: context.audit.by.id, since: context.audit.time }, context.audit.time)) {
    await deleteOwnKey(db, key, context);
    return { outcome: 'forbidden' };
  }
  return { outcome: 'created', key, string: formatCredential('lk_', credential) };
}

/** What a key goes back to that a principal makes: all that the principal goes back to, and itself. */
async function makersUnder(db: Database, principalId: string): Promise<readonly string[]> {
  const keyId = keyIdOf(principalId);
  const maker = keyId === undefined ? undefined : await getKeyRecord(db, keyId);
  return [...(maker?.makers ?? []), principalId];
}

const deleteOwnKey = (
  db: Database,
  key: ApiKeyItem,
  { audit, historyRetention }: Context,
): Promise<boolean> =>
  markApiKeyDeleted(db, key, {
    event: newEvent('deleted', audit, { reason: OFFBOARDED }),
    retention: historyRetention,
  });

/** Creates a key with a given string: undefined when the id is taken, also by a deleted key. */
export async function importApiKey(
  db: Database,
  { id, secret }: Credential,
  { name, role, domains, expiresAt, punchOut, makers }: ApiKeyRequest,
  { audit, historyRetention }: Context,
): Promise<ApiKeyItem | undefined> {
  const key: ApiKeyItem = {
    id,
    secretHash: secret.hash(),
    name,
    role,
    domains,
    punchOut,
    expiresAt: expiresAt ?? undefined,
    lastUsedAt: 0,
    createdBy: audit.by,
    makers: makers ?? [audit.by.id],
    version: 1,
    lastEvent: newEvent('created', audit),
    ttl: expiresAt === null ? undefined : expiresAt + historyRetention,
  };
  return (await storeApiKey(db, key)) ? key : undefined;
}

/** A later user with the same id is another person. */
const bindToIncarnation = (
  punchOut: PunchOutAccess | undefined,
  user: User | undefined,
): PunchOutAccess | undefined => punchOut && { ...punchOut, incarnation: user?.incarnation };
