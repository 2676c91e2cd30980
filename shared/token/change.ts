import { toSeconds } from '../clock.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { EventType } from '../event/event-types.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { type ExpectedVersion, writeUntilDone } from '../storage/write-until-done.ts';
import { nextNotBefore } from '../user/login-rules.ts';
import type { User } from '../user/user.ts';
import { type FoundToken, findToken } from './find.ts';
import { IMPERSONATION_LIMIT, ownLimits, type Token } from './token.ts';
import { storeTokenChange, type TokenAttributes } from './token-change-store.ts';
import { expiryAttributes, type TokenItem, timeKey, toToken } from './token-item.ts';

/** The fields that an administrator changes; an undefined field stays as it is. */
export type TokenChange = {
  /** Epoch seconds; null: never. */
  expiresAt?: number | null | undefined;
  /** null: no limit. */
  maxUses?: number | null | undefined;
  /** True: one use. False: no limit, unless `maxUses` is more than one. */
  oneTimeUse?: boolean | undefined;
  extra?: string | null | undefined;
  disabled?: boolean | undefined;
};

export type TokenChanged = { outcome: 'changed'; token: Token; user: User | undefined };
export type TokenNotChanged = { outcome: 'token_not_found' | 'version_mismatch' };
export type ImpersonationLimitsExceeded = {
  outcome: 'impersonation_limits_exceeded';
  fields: readonly ('expiresAt' | 'maxUses')[];
};
/** A token that is bound to a door, as a start page is, is good once, and for no longer than it was made. */
export type BoundLimitsExceeded = {
  outcome: 'bound_limits_exceeded';
  fields: readonly ('expiresAt' | 'maxUses')[];
};

export type ChangeContext = {
  audit: AuditContext;
  scope: Scope;
  expected: ExpectedVersion | undefined;
  /** Seconds that a token is kept after its end. */
  retention: number;
};

/** Changes fields of a token. Disabling and enabling revoke its sessions. */
export function updateToken(
  db: Database,
  id: string,
  { disabled, oneTimeUse, ...fields }: TokenChange,
  context: ChangeContext,
): Promise<TokenChanged | TokenNotChanged | ImpersonationLimitsExceeded | BoundLimitsExceeded> {
  return changeToken<ImpersonationLimitsExceeded | BoundLimitsExceeded>(db, id, context, ({ item }) => {
    const before = toToken(item);
    const token = { ...before, maxUses: nextMaxUses(before, oneTimeUse), ...withoutUndefined(fields) };
    const exceeded = exceededImpersonationLimits(token);
    if (exceeded.length > 0) return { outcome: 'impersonation_limits_exceeded', fields: exceeded };
    const extended = exceededBoundLimits(token, before);
    if (extended.length > 0) return { outcome: 'bound_limits_exceeded', fields: extended };
    const type = eventType(item, disabled);
    const { sessionsNotBefore } = item;
    return {
      type,
      attributes: {
        ...expiryAttributes(token, context.retention),
        maxUses: token.maxUses ?? undefined,
        extra: token.extra ?? undefined,
        ...(disabled !== undefined && { disabled: disabled || undefined }),
        // Enabling the token again must not bring the secret before a rotation back.
        ...(disabled && withoutOverlap(item)),
        // Enabling revokes too: a session that began while the token was being disabled must not work again.
        sessionsNotBefore: type === 'updated' ? sessionsNotBefore : nextNotBefore(sessionsNotBefore),
      },
    };
  });
}

/** The attributes of a token whose previous secret and all of whose sessions end: the limits of the present one remain. */
const withoutOverlap = (item: TokenItem) => ({
  previousHash: undefined,
  previousUntil: undefined,
  limits: ownLimits(item),
  limitsAfter: undefined,
});

/** Revokes all sessions of a token up to now. The token stays as it is. */
export const revokeTokenSessions = (
  db: Database,
  id: string,
  context: ChangeContext,
): Promise<TokenChanged | TokenNotChanged> =>
  changeToken<never>(db, id, context, ({ item }) => ({
    type: 'sessions_revoked',
    attributes: { sessionsNotBefore: nextNotBefore(item.sessionsNotBefore) },
  }));

/** The fields in which an impersonation exceeds its limits: one use, within a day of its creation. */
export function exceededImpersonationLimits({
  purpose,
  createdAt,
  expiresAt,
  maxUses,
}: Pick<Token, 'purpose' | 'createdAt' | 'expiresAt' | 'maxUses'>): ImpersonationLimitsExceeded['fields'] {
  if (purpose !== 'impersonation') return [];
  const tooLong = expiresAt === null || expiresAt > createdAt + IMPERSONATION_LIMIT;
  return [...(tooLong ? (['expiresAt'] as const) : []), ...(maxUses === 1 ? [] : (['maxUses'] as const))];
}

function exceededBoundLimits(
  { door, expiresAt, maxUses }: Token,
  { expiresAt: before }: Token,
): BoundLimitsExceeded['fields'] {
  if (door === undefined) return [];
  const isLater = (expiresAt ?? Number.POSITIVE_INFINITY) > (before ?? Number.POSITIVE_INFINITY);
  return [...(isLater ? (['expiresAt'] as const) : []), ...(maxUses === 1 ? [] : (['maxUses'] as const))];
}

const nextMaxUses = ({ maxUses }: Token, oneTimeUse: boolean | undefined): number | null => {
  if (oneTimeUse === undefined || oneTimeUse === (maxUses === 1)) return maxUses;
  return oneTimeUse ? 1 : null;
};

const eventType = (item: TokenItem, disabled: boolean | undefined): EventType => {
  if (disabled === undefined || disabled === (item.disabled ?? false)) return 'updated';
  return disabled ? 'disabled' : 'enabled';
};

const withoutUndefined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

type Decision = {
  /** What the change is in the history. */
  type: EventType;
  attributes: Omit<TokenAttributes, 'lastEvent'>;
  /** The user of the token after the change; absent: the same as before. */
  user?: User | undefined;
};

const isDecision = (decided: Decision | { outcome: string }): decided is Decision => 'attributes' in decided;

/**
 * Reads a token within a scope, decides on a change, and writes it on the condition that the version is the same. When
 * another request was faster it starts again, unless the caller expects a version that the token no longer has. It is one event
 * however often it starts: the write before may have been carried out, and its answer lost.
 */
export function changeToken<Refusal extends { outcome: string } = never>(
  db: Database,
  id: string,
  { audit, scope, expected }: ChangeContext,
  decide: (found: FoundToken) => Decision | Refusal | Promise<Decision | Refusal>,
): Promise<TokenChanged | TokenNotChanged | Refusal> {
  const event = newEvent('updated', audit);
  return writeUntilDone(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (expected && !expected(found.item.version)) return { outcome: 'version_mismatch' };
    const decision = await decide(found);
    if (!isDecision(decision)) return decision;
    const item = await storeTokenChange(db, found.item, {
      updatedKey: timeKey(toSeconds(audit.time), id),
      ...decision.attributes,
      lastEvent: { ...event, type: decision.type },
    });
    if (!item) return undefined;
    return {
      outcome: 'changed',
      token: toToken(item),
      user: 'user' in decision ? decision.user : found.user,
    };
  });
}
