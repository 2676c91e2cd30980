import { isLonger } from '../../shared/text.ts';
import type { Pairs } from '../http/call.ts';
import { DAMAGED } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';

/** What a login link, or the form of its page, may say. Whatever else is there was added by mail tools and is let be. */
export type LinkFields = {
  token: string | undefined;
  returnTo: string | undefined;
  state: string | undefined;
  attempt: string | undefined;
};

/** The names as they are sent, with the most characters of each. A token that is damaged is refused as any other. */
const FIELDS = {
  token: Number.POSITIVE_INFINITY,
  return_to: 2_048,
  state: 1_024,
  attempt: 64,
  locale: 64,
} as const;

export function readLink(pairs: Pairs): LinkFields {
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
  // Chosen elsewhere; damaged or given twice it is refused as the others are.
  read('locale');
  return {
    token: read('token'),
    returnTo: read('return_to'),
    state: read('state'),
    attempt: read('attempt'),
  };
}
