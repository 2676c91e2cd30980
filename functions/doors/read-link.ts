import { readPastedCredential } from '../../shared/crypto/credential.ts';
import { isLonger } from '../../shared/text.ts';
import { DAMAGED } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import type { NameValuePairs } from '../http/request.ts';

/** The parameters of a login link, or of the form of its page. An empty one is absent. */
export type LinkParameters = {
  /** The whole string of a token, without what was added to it on the way. */
  token: string | undefined;
  /** Whether there is something in place of a whole string, such as a part of one. */
  incomplete: boolean;
  returnTo: string | undefined;
  state: string | undefined;
  attemptId: string | undefined;
  locale: string | undefined;
};

/** The most characters of each parameter but the token, which is read from any text. */
const MAX_LENGTHS = { return_to: 2_048, state: 1_024, attempt: 64, locale: 64 } as const;

/** The beginning of a token's string, in any case, where it is no part of a word. */
const BEGINNING = /\blt_/i;

/** Reads the parameters and ignores others, which mail tools add. Throws `invalid_request` for a damaged link. */
export function readLink(pairs: NameValuePairs): LinkParameters {
  const read = (name: keyof typeof MAX_LENGTHS): string | undefined => {
    const [value, ...others] = new Set(valuesOf(pairs, name));
    const damaged = (detail: string) =>
      new Problem('invalid_request', 'The link is damaged.', { errors: [{ pointer: `/${name}`, detail }] });
    if (others.length > 0) throw damaged('must not be given twice with different values');
    if (value === undefined) return undefined;
    if (isLonger(value, MAX_LENGTHS[name]))
      throw damaged(`must have ${MAX_LENGTHS[name]} characters at most`);
    // Browsers change line breaks in forms, so the storefront would get another state back.
    if (DAMAGED.test(value)) throw damaged('must have no control characters or damaged ones');
    return value;
  };
  return {
    locale: read('locale'),
    ...readToken(pairs),
    returnTo: read('return_to'),
    state: read('state'),
    attemptId: read('attempt'),
  };
}

/**
 * Reads the token from its parameter, or from any that is none of ours: a link may lose its `=`, or be wrapped in another
 * one. A rewriter may repeat a parameter; two different tokens are none.
 */
function readToken(pairs: NameValuePairs): Pick<LinkParameters, 'token' | 'incomplete'> {
  const named = valuesOf(pairs, 'token').join(' ');
  const unknown = pairs.filter(
    ([name]) => name !== 'token' && !Object.hasOwn(MAX_LENGTHS, name.toLowerCase()),
  );
  const rest = unknown.map(([name, value]) => `${name}=${value}`).join('&');
  const [first, second] = [named, rest].map((text) => readPastedCredential('lt_', text));
  // A link within a parameter of another name may be anybody's: its token counts only where nothing else stands there.
  const hidesOthers =
    named === '' && second?.outcome === 'whole' && /\b(?:return_to|state|hook_url)\b/i.test(rest);
  const whole = [first, second].find((reading) => reading?.outcome === 'whole');
  if (hidesOthers) return { token: undefined, incomplete: false };
  if (whole?.outcome === 'whole') return { token: whole.string.reveal(), incomplete: false };
  return { token: undefined, incomplete: first?.outcome === 'incomplete' || BEGINNING.test(rest) };
}

/** The values of a parameter. One in another case counts where there is none as it should be: trackers have names, too. */
function valuesOf(pairs: NameValuePairs, wanted: string): readonly string[] {
  const valuesIf = (isWanted: (name: string) => boolean) =>
    pairs.filter(([name, value]) => isWanted(name) && value !== '').map(([, value]) => value);
  const values = valuesIf((name) => name === wanted);
  return values.length > 0 ? values : valuesIf((name) => name.toLowerCase() === wanted);
}

/** The problem of a token's string that is not whole. Its checksum is public, so this tells nothing about any token. */
export const incompleteLink = (): Problem =>
  new Problem('invalid_request', 'The link is incomplete.', {
    errors: [{ pointer: '/token', detail: 'must be the whole string of a token' }],
  });
