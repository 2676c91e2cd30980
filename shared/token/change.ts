import { toSeconds } from '../clock.ts';
import { type AuditContext, newEvent } from '../event/event.ts';
import type { Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import type { ExpectedVersion } from '../storage/write-until-done.ts';
import { writeUntilDone } from '../storage/write-until-done.ts';
import { nextNotBefore } from '../user/login-rules.ts';
import type { User } from '../user/user.ts';
import { type FoundToken, findToken } from './find.ts';
import { IMPERSONATION_LIMIT, type Token } from './token.ts';
import { type Change, storeTokenChange } from './token-change-store.ts';
import { expiryAttributes, type TokenItem, timeKey, toToken } from './token-item.ts';

/** What an administrator may change; what is undefined stays. */
export type TokenChange = {
  /** Epoch seconds; null: never. */
  expiresAt?: number | null | undefined;
  maxUses?: number | null | undefined;
  /** False leaves a limit of more than one use as it is. */
  oneTimeUse?: boolean | undefined;
  extra?: string | null | undefined;
  disabled?: boolean | undefined;
};

export type Changed = { outcome: 'changed'; token: Token; user: User | undefined };
export type NotChanged = { outcome: 'token_not_found' | 'version_mismatch' };
/** An impersonation is used once, and within a day of being made. */
export type ImpersonationLimitsExceeded = {
  outcome: 'impersonation_limits_exceeded';
  fields: readonly ('expiresAt' | 'maxUses')[];
};

export type ChangeContext = {
  audit: AuditContext;
  scope: Scope;
  expected: ExpectedVersion | undefined;
  /** Seconds that a token is kept after its end. */
  retention: number;
};

export function updateToken(
  db: Database,
  id: string,
  { disabled, oneTimeUse, ...changes }: TokenChange,
  context: ChangeContext,
): Promise<Changed | NotChanged | ImpersonationLimitsExceeded> {
  return changeToken<ImpersonationLimitsExceeded>(db, id, context, ({ item }) => {
    const present = toToken(item);
    const token = { ...present, maxUses: usesOf(present, oneTimeUse), ...defined(changes) };
    const beyond = exceededImpersonationLimits(token);
    if (beyond.length > 0) return { outcome: 'impersonation_limits_exceeded', fields: beyond };
    const type = eventType(item, disabled);
    const { sessionsNotBefore: before } = item;
    const sessionsNotBefore = type === 'updated' ? before : nextNotBefore(before);
    return {
      attributes: {
        ...expiryAttributes(token, context.retention),
        maxUses: token.maxUses ?? undefined,
        extra: token.extra ?? undefined,
        ...(disabled !== undefined && { disabled: disabled || undefined }),
        sessionsNotBefore,
        lastEvent: newEvent(type, context.audit),
      },
    };
  });
}

/**
 * Ends the sessions that a token has yielded so far; the token stays as it is. Enabling and disabling do the same: who
 * slipped in while a token was being disabled is out again when it is enabled.
 */
export const revokeTokenSessions = (
  db: Database,
  id: string,
  context: ChangeContext,
): Promise<Changed | NotChanged> =>
  changeToken<never>(db, id, context, ({ item }) => {
    const sessionsNotBefore = nextNotBefore(item.sessionsNotBefore);
    return {
      attributes: {
        sessionsNotBefore,
        lastEvent: newEvent('sessions_revoked', context.audit),
      },
    };
  });

/** What would give an impersonation more than it may have; nothing for other purposes. */
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

const usesOf = ({ maxUses }: Token, oneTimeUse: boolean | undefined): number | null => {
  if (oneTimeUse === undefined || oneTimeUse === (maxUses === 1)) return maxUses;
  return oneTimeUse ? 1 : null;
};

const eventType = (item: TokenItem, disabled: boolean | undefined) => {
  if (disabled === undefined || disabled === (item.disabled ?? false)) return 'updated';
  return disabled ? 'disabled' : 'enabled';
};

const defined = <T extends object>(changes: T) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

type Decision = { attributes: Change; forget?: readonly string[]; user?: User | undefined };

const isDecision = (decided: Decision | { outcome: string }): decided is Decision => 'attributes' in decided;

/**
 * Reads a token, decides on a change, and writes it on the condition that the token is still the one that was read.
 * When it is not, that starts again, unless the caller named the version it knows.
 */
export function changeToken<Refusal extends { outcome: string } = never>(
  db: Database,
  id: string,
  { audit, scope, expected }: ChangeContext,
  decide: (found: FoundToken) => Decision | Refusal | Promise<Decision | Refusal>,
): Promise<Changed | NotChanged | Refusal> {
  return writeUntilDone(async () => {
    const found = await findToken(db, id, scope);
    if (!found) return { outcome: 'token_not_found' };
    if (expected && !expected(found.item.version)) return { outcome: 'version_mismatch' };
    const decision = await decide(found);
    if (!isDecision(decision)) return decision;
    const attributes = { updatedKey: timeKey(toSeconds(audit.time), id), ...decision.attributes };
    const item = await storeTokenChange(db, found.item, attributes, decision.forget);
    if (!item) return undefined;
    return {
      outcome: 'changed',
      token: toToken(item),
      user: 'user' in decision ? decision.user : found.user,
    };
  });
}
