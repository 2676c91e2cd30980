import { INCOMPLETE_TOKEN, parameterName, repairQuery } from '../../shared/link-parameters.ts';
import { legacyPairs } from '../http/form-pairs.ts';
import type { NameValuePairs } from '../http/request.ts';

/** The parameters of a link, as they were before it was damaged on its way. The doors read them by this alone. */
export const linkPairs = (rawQuery: string): NameValuePairs =>
  [...new URLSearchParams(repairQuery(rawQuery))].map(named);

/** The same where what is no UTF-8 is Windows-1252, as in calls of procurement systems. */
export const legacyLinkPairs = (rawQuery: string): NameValuePairs =>
  legacyPairs(Buffer.from(repairQuery(rawQuery))).map(named);

/** The same for the fields of a form, which programs make of a damaged link. They are decoded already. */
export const formPairs = (fields: NameValuePairs): NameValuePairs =>
  linkPairs(
    fields
      .flatMap(splitAtQuestionMark)
      .map(([name, value]) => encodeURIComponent(name) + (value && `=${encodeURIComponent(value)}`))
      .join('&'),
  );

/**
 * What stands behind a `?` in a decoded token is one parameter: nothing tells its separators from what it says. Where there is
 * an ampersand, nothing tells the parameters apart: the link is called incomplete.
 */
function splitAtQuestionMark([name, value]: NameValuePairs[number]): NameValuePairs {
  if (!/^token$/i.test(name)) return [[name, value]];
  if (/^[^?=]*&[^?]*=/.test(value)) return [[name, INCOMPLETE_TOKEN]];
  const [, token, next = '', said = ''] = /^([^?&=]+)\?(\w+)=(.*)$/s.exec(value) ?? [];
  if (token === undefined) return [[name, value]];
  return [
    [name, token],
    [next, said],
  ];
}

const named = ([name, value]: NameValuePairs[number]): NameValuePairs[number] => [parameterName(name), value];
