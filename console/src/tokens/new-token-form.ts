import type { Purpose, TokenRequest } from '../../../client/src/index.ts';
import { IMPERSONATION_LIMIT, PURPOSES } from '../../../shared/token/token.ts';
import { DEFAULT_EXPIRY, durationSeconds, type Expiry, expiryError, expiryTime } from '../fields/expiry.ts';
import { DEFAULT_USES, maxUsesOf, type Uses, usesError } from '../fields/uses.ts';
import { CHOOSE_USER_MESSAGE } from '../labels/labels.tsx';
import { exact } from '../ui/time.tsx';
import type { NewTokenSearch } from './search.ts';

export type FormValues = {
  userId: string | undefined;
  /** Text in the user picker that does not stand for a user. */
  unresolvedText: string | undefined;
  purpose: Purpose;
  expiry: Expiry;
  uses: Uses;
  extra: string;
  reason: string;
};

const defaultsOf = (purpose: Purpose): Pick<FormValues, 'purpose' | 'expiry' | 'uses'> => ({
  purpose,
  expiry: { choice: DEFAULT_EXPIRY[purpose], at: '' },
  uses: { choice: DEFAULT_USES[purpose], number: '' },
});

/** The defaults of a purpose, and the values that a link to the form presets. Another purpose than these becomes the first. */
export function toFormValues(
  { userId, purpose: asked = 'login', expiresIn, extra = '', reason = '' }: NewTokenSearch,
  purposes: readonly Purpose[] = PURPOSES,
): FormValues {
  const purpose = purposes.includes(asked) ? asked : (purposes[0] ?? asked);
  const values = { ...defaultsOf(purpose), userId, unresolvedText: undefined, extra, reason };
  return durationSeconds(expiresIn) === undefined
    ? values
    : { ...values, expiry: { choice: String(expiresIn), at: '' } };
}

/** Changes the purpose. Expiry and uses follow it, unless they were changed from their defaults. */
export function withPurpose(values: FormValues, purpose: Purpose): FormValues {
  const before = defaultsOf(values.purpose);
  const next = defaultsOf(purpose);
  const impersonation = purpose === 'impersonation';
  const isDefaultExpiry = values.expiry.choice === before.expiry.choice;
  const isDefaultUses = values.uses.choice === before.uses.choice;
  return {
    ...values,
    purpose,
    expiry: isDefaultExpiry || impersonation ? next.expiry : values.expiry,
    uses: isDefaultUses || impersonation ? next.uses : values.uses,
  };
}

/** The latest expiry that the API accepts, in epoch milliseconds; undefined without a limit. */
export const latestExpiry = ({ purpose }: FormValues, now: number): number | undefined =>
  purpose === 'impersonation' ? now + IMPERSONATION_LIMIT * 1000 : undefined;

/** Problems by the names of the fields in the request. `limited`: the principal is limited to users of some domains. */
export function validate(values: FormValues, now: number, { limited = false } = {}): Record<string, string> {
  const impersonation = values.purpose === 'impersonation';
  const problems = {
    userId:
      values.unresolvedText !== undefined
        ? CHOOSE_USER_MESSAGE
        : values.userId === undefined &&
          ((impersonation && 'Say who is to be impersonated.') ||
            (limited && 'Choose somebody: you make tokens for users of your domains alone.')),
    reason: impersonation && values.reason.trim() === '' && 'Say why: it is recorded.',
    expiresAt: expiryError(values.expiry, now, latestExpiry(values, now)),
    maxUses: usesError(values.uses),
  };
  return Object.fromEntries(
    Object.entries(problems).flatMap(([name, problem]) => (problem ? [[name, problem]] : [])),
  );
}

/** Sends a duration as `expiresIn`, so that a retry a minute later is the same request. */
export function toRequest(
  { userId, purpose, expiry, uses, extra, reason }: FormValues,
  now: number,
): TokenRequest {
  const seconds = durationSeconds(expiry.choice);
  const time = expiryTime(expiry, now);
  return {
    ...(userId !== undefined && { userId }),
    purpose,
    ...(seconds === undefined
      ? { expiresAt: typeof time === 'number' ? new Date(time).toISOString() : null }
      : { expiresIn: seconds }),
    maxUses: maxUsesOf(uses) ?? null,
    ...(extra.trim() && { extra: extra.trim() }),
    ...(reason.trim() && { reason: reason.trim() }),
  };
}

/** Says what the token will allow. */
export function consequence(values: FormValues, name: string | undefined, now: number): string {
  if (values.purpose === 'impersonation' && values.userId === undefined) return 'Choose whom you act as.';
  const who = values.userId === undefined ? 'anonymously' : `as ${name ?? values.userId}`;
  const uses = maxUsesOf(values.uses);
  const often =
    uses === undefined || uses === 1
      ? 'once'
      : uses === null
        ? 'as often as they like'
        : `up to ${uses} times`;
  const time = expiryTime(values.expiry, now);
  const until =
    time === null
      ? 'for as long as nobody disables it'
      : time === undefined
        ? ''
        : `until ${exact(new Date(time).toISOString())}`;
  return `Whoever has the link signs in ${who}, ${[often, until].filter(Boolean).join(', ')}.`;
}
