import * as v from 'valibot';
import {
  EMAIL_MAX_LENGTH,
  LOCALE_MAX_LENGTH,
  PHONE_MAX_LENGTH,
  USER_NAME_MAX_LENGTH,
} from '../../shared/user/limits.ts';
import type { UserRequest } from '../../shared/user/put.ts';
import { USER_TYPES } from '../../shared/user/user.ts';
import {
  absentOr,
  described,
  email,
  fields,
  listFields,
  note,
  oneOf,
  text,
  trueOrFalse,
} from '../http/fields.ts';

/** The body of `POST /users` and `PUT /users/{id}`. */
export const userRequest = () =>
  fields({
    type: described(oneOf(USER_TYPES), 'Whether the user is a contact, a customer or a mailbox.'),
    name: described(note(USER_NAME_MAX_LENGTH), 'The name that administrators search for.'),
    email: described(
      absentOr(email()),
      'The e-mail address. Its domain decides which limited principals see the user; case makes no difference.',
    ),
    phone: described(
      absentOr(phone()),
      'The phone number, best with the country code. It may have an extension: `ext. 12`.',
    ),
    locale: described(
      absentOr(
        v.pipe(
          text(LOCALE_MAX_LENGTH),
          v.check(isLocale, 'must be a language tag (BCP 47), such as nl or pt-BR'),
          v.metadata({
            minLength: 2,
            pattern: LANGUAGE_TAG,
          }),
        ),
      ),
      'The language of the user: a tag of BCP 47, such as nl or pt-BR.',
    ),
    disabled: described(v.optional(trueOrFalse()), 'Whether the tokens of the user are refused.'),
  });

/** The user that a body describes. */
export const userOfRequest = ({
  type,
  name,
  email,
  phone,
  locale,
  disabled,
}: v.InferOutput<ReturnType<typeof userRequest>>): UserRequest => ({
  type,
  name,
  disabled,
  email: email ?? undefined,
  phone: phone ?? undefined,
  locale: locale ?? undefined,
});

/** A number in the form of any country: `(020) 123 45 67`, `+31 (0)20 123-45.67`, `+1 (555) 123-4567 x12`. */
const PHONE = /^\(?\+?[ (]{0,2}[0-9][0-9 ()./-]+(([eE][xX][tT]\.?|[xX#]) ?[0-9]{1,7})?$/;

const phone = () =>
  v.pipe(
    text(PHONE_MAX_LENGTH),
    // A blank at the end is taken off.
    v.metadata({ minLength: 2, pattern: PHONE.source.replace('./-]+', './-]*[0-9()./-]') }),
    v.transform(plainPhone),
    v.check((value) => PHONE.test(value), 'must be a phone number'),
  );

/** Without what programs put into copied numbers: other blanks, dashes and digits, and characters of no width. */
const plainPhone = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** A language with script, region and a variant (RFC 5646, section 2.1). The rarer tags are left to words. */
const LANGUAGE_TAG =
  '^[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?([-_]([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?$';

function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-')).length === 1;
  } catch {
    return false;
  }
}

/** The query string of `GET /users`. */
export const userQuery = () =>
  listFields({
    search: described(
      v.optional(text(EMAIL_MAX_LENGTH)),
      'The beginning of a word of the name, or of the e-mail address.',
    ),
    type: described(v.optional(oneOf(USER_TYPES)), 'Users of this type.'),
  });
