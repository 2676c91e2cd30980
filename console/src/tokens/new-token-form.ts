import type { Purpose, TokenRequest } from '../../../client/src/index.ts';
import {
  DEFAULT_EXPIRY,
  durationSeconds,
  type Expiry,
  expiryError,
  expiryTime,
  IMPERSONATION_LIMIT,
} from '../fields/expiry.ts';
import { DEFAULT_USES, maxUsesOf, type Uses, usesError } from '../fields/uses.ts';
import { CHOOSE_USER_MESSAGE } from '../labels/labels.tsx';
import { exact } from '../ui/time.tsx';
import type { NewTokenSearch } from './search.ts';

/** What is filled in to make a token. */
export type Draft = {
  userId: string | undefined;
  /** What is typed in the place of a user, and stands for none. */
  typed: string | undefined;
  purpose: Purpose;
  expiry: Expiry;
  uses: Uses;
  extra: string;
  reason: string;
};

const usual = (purpose: Purpose): Pick<Draft, 'purpose' | 'expiry' | 'uses'> => ({
  purpose,
  expiry: { choice: DEFAULT_EXPIRY[purpose], at: '' },
  uses: { choice: DEFAULT_USES[purpose], number: '' },
});

/** What the form begins with: what is usual, or what a link into it says. */
export function draftOf({
  userId,
  purpose = 'login',
  expiresIn,
  extra = '',
  reason = '',
}: NewTokenSearch): Draft {
  const draft = { ...usual(purpose), userId, typed: undefined, extra, reason };
  return durationSeconds(expiresIn) === undefined
    ? draft
    : { ...draft, expiry: { choice: String(expiresIn), at: '' } };
}

/** Expiry and uses go with the purpose as long as nobody has chosen others. */
export function withPurpose(draft: Draft, purpose: Purpose): Draft {
  const before = usual(draft.purpose);
  const next = usual(purpose);
  const impersonation = purpose === 'impersonation';
  const kept = draft.expiry.choice === before.expiry.choice;
  return {
    ...draft,
    purpose,
    expiry: kept || impersonation ? next.expiry : draft.expiry,
    uses: draft.uses.choice === before.uses.choice || impersonation ? next.uses : draft.uses,
  };
}

/** Epoch milliseconds after which it cannot expire, where there is a limit. */
export const latestOf = ({ purpose }: Draft, now: number): number | undefined =>
  purpose === 'impersonation' ? now + IMPERSONATION_LIMIT * 1000 : undefined;

/** What is wrong, by the names of the fields in the request. `limited`: whoever makes it is, to users of some domains. */
export function problemsOf(draft: Draft, now: number, { limited = false } = {}): Record<string, string> {
  const impersonation = draft.purpose === 'impersonation';
  const problems = {
    userId:
      draft.typed !== undefined
        ? CHOOSE_USER_MESSAGE
        : draft.userId === undefined &&
          ((impersonation && 'Say who is to be impersonated.') ||
            (limited && 'Choose somebody: you make tokens for users of your domains alone.')),
    reason: impersonation && draft.reason.trim() === '' && 'Say why: it is recorded.',
    expiresAt: expiryError(draft.expiry, now, latestOf(draft, now)),
    maxUses: usesError(draft.uses),
  };
  return Object.fromEntries(
    Object.entries(problems).flatMap(([name, problem]) => (problem ? [[name, problem]] : [])),
  );
}

/** The request that the form stands for. A duration stays one: the same form is the same request a minute later. */
export function requestOf(
  { userId, purpose, expiry, uses, extra, reason }: Draft,
  now: number,
): TokenRequest {
  const seconds = durationSeconds(expiry.choice);
  const moment = expiryTime(expiry, now);
  return {
    ...(userId !== undefined && { userId }),
    purpose,
    ...(seconds === undefined
      ? { expiresAt: moment === null || moment === undefined ? null : new Date(moment).toISOString() }
      : { expiresIn: seconds }),
    maxUses: maxUsesOf(uses) ?? null,
    ...(extra.trim() && { extra: extra.trim() }),
    ...(reason.trim() && { reason: reason.trim() }),
  };
}

/** What making the token means, before it is made. */
export function consequence(draft: Draft, name: string | undefined, now: number): string {
  if (draft.purpose === 'impersonation' && draft.userId === undefined) return 'Choose whom you act as.';
  const who = draft.userId === undefined ? 'anonymously' : `as ${name ?? draft.userId}`;
  const uses = maxUsesOf(draft.uses);
  const often =
    uses === undefined || uses === 1
      ? 'once'
      : uses === null
        ? 'as often as they like'
        : `up to ${uses} times`;
  const moment = expiryTime(draft.expiry, now);
  const until =
    moment === null
      ? 'for as long as nobody disables it'
      : moment === undefined
        ? ''
        : `until ${exact(new Date(moment).toISOString())}`;
  return `Whoever has the link signs in ${who}, ${[often, until].filter(Boolean).join(', ')}.`;
}
