/** A field of a document that may name the user. */
export type UserField = { name: string; value: string };

/** The e-mail addresses of the document's contacts, as the name of a field. */
export const CONTACT_EMAIL = 'Contact/Email';

/** The fields in which buyers name the user, most telling first: for keys that name no field. */
export const USER_FIELDS = [
  'UserEmail',
  'EmailAddress',
  'Email',
  'User',
  'UniqueName',
  'UniqueUsername',
  CONTACT_EMAIL,
] as const;

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** `User email`, `UserEmail` and `user_email` are one name. */
const normalize = (name: string): string => name.toLowerCase().replace(/[\s_.-]/g, '');

/**
 * The distinct e-mail addresses, in lower case, in the field that names the user: the one of the key, or the first of
 * `USER_FIELDS` that holds an address. Several addresses name nobody.
 */
export function userEmailsOf(fields: readonly UserField[], userField: string | undefined): string[] {
  for (const name of userField === undefined ? USER_FIELDS : [userField]) {
    const values = fields.filter((field) => normalize(field.name) === normalize(name));
    const addresses = values.map(({ value }) => value.toLowerCase()).filter((value) => ADDRESS.test(value));
    if (addresses.length > 0) return [...new Set(addresses)];
  }
  return [];
}
