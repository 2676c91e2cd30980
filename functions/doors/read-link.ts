import { isLonger } from '../../shared/text.ts';
import { DAMAGED } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import type { NameValuePairs } from '../http/request.ts';

/** The fields of a login link, or of the form of its page. Mail tools add others, which are ignored. */
export type LinkFields = {
  token: string | undefined;
  returnTo: string | undefined;
  state: string | undefined;
  attemptId: string | undefined;
};

/** The names as they are sent, with their most characters. A damaged token is refused as every bad token. */
const FIELDS = {
  token: Number.POSITIVE_INFINITY,
  return_to: 2_048,
  state: 1_024,
  attempt: 64,
  locale: 64,
} as const;

export function readLink(pairs: NameValuePairs): LinkFields {
  const read = (name: keyof typeof FIELDS): string | undefined => {
    const [value = '', ...more] = pairs.filter(([given]) => given === name).map(([, given]) => given);
    const refuse = (detail: string) =>
      new Problem('invalid_request', 'The link is damaged.', { errors: [{ pointer: `/${name}`, detail }] });
    if (more.length > 0) throw refuse('must be given once');
    if (isLonger(value, FIELDS[name])) throw refuse(`must have ${FIELDS[name]} characters at most`);
    // Browsers change line breaks in forms: a state with one would not come back as it was given.
    if (name !== 'token' && DAMAGED.test(value))
      throw refuse('must have no control characters or damaged ones');
    return value === '' ? undefined : value;
  };
  // The locale is chosen in `localeOf`; here it is checked as the other fields are.
  read('locale');
  return {
    token: read('token'),
    returnTo: read('return_to'),
    state: read('state'),
    attemptId: read('attempt'),
  };
}
