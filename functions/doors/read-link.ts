import { isLonger } from '../../shared/text.ts';
import { DAMAGED } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import type { NameValuePairs } from '../http/request.ts';

/** The parameters of a login link, or of the form of its page. */
export type LinkParameters = {
  token: string | undefined;
  returnTo: string | undefined;
  state: string | undefined;
  attemptId: string | undefined;
  locale: string | undefined;
};

/** The most characters of each parameter. A token has no limit here: it is refused as any bad token is. */
const MAX_LENGTHS = {
  token: Number.POSITIVE_INFINITY,
  return_to: 2_048,
  state: 1_024,
  attempt: 64,
  locale: 64,
} as const;

/** Reads the parameters and ignores others, which mail tools add. Throws `invalid_request` for a damaged link. */
export function readLink(pairs: NameValuePairs): LinkParameters {
  const read = (name: keyof typeof MAX_LENGTHS): string | undefined => {
    const [value = '', ...more] = pairs.filter(([given]) => given === name).map(([, given]) => given);
    const damaged = (detail: string) =>
      new Problem('invalid_request', 'The link is damaged.', { errors: [{ pointer: `/${name}`, detail }] });
    if (more.length > 0) throw damaged('must be given once');
    if (isLonger(value, MAX_LENGTHS[name]))
      throw damaged(`must have ${MAX_LENGTHS[name]} characters at most`);
    // Browsers change line breaks in forms, so the storefront would get another state back.
    if (name !== 'token' && DAMAGED.test(value))
      throw damaged('must have no control characters or damaged ones');
    return value === '' ? undefined : value;
  };
  return {
    locale: read('locale'),
    token: read('token'),
    returnTo: read('return_to'),
    state: read('state'),
    attemptId: read('attempt'),
  };
}
