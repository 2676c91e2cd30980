import { isLonger } from '../text.ts';
import { isForwardable } from './field-checks.ts';

/** The fields of SAP OCI 5.0 (call of a catalogue), with their names in `OciProcurement`. */
export const OCI_FIELDS = {
  HOOK_URL: 'hookUrl',
  '~OKCODE': 'okCode',
  '~TARGET': 'target',
  '~CALLER': 'caller',
  OCI_VERSION: 'version',
  FUNCTION: 'function',
  PRODUCTID: 'productId',
  QUANTITY: 'quantity',
  SEARCHSTRING: 'searchString',
} as const;

/** The fields of this service's links and of credentials, with the most characters of each. */
const SERVICE_FIELDS = {
  TOKEN: 1_000,
  USERNAME: 1_000,
  PASSWORD: 1_000,
  RETURN_TO: 2_048,
  STATE: 1_024,
  LOCALE: 64,
  ATTEMPT: 64,
} as const;

export type OciField = keyof typeof OCI_FIELDS;
type ServiceField = keyof typeof SERVICE_FIELDS;

/** A wrong field, and what it must be. */
export type FieldError = { field: string; detail: string };

export type OciFields = {
  known: ReadonlyMap<OciField | ServiceField, string>;
  /** Fields with other names, for the storefront. */
  extra: Record<string, string>;
};

const LONGEST_NAME = 64;
const LONGEST_VALUE = 1_000;
/** `isReturnAddress` has a lower limit, and a better error. */
const LONGEST_ADDRESS = 8_192;
const EXTRA_FIELDS = 50;
/** Bytes of all names and values: they become an item in the database. */
const EXTRA_SIZE = 8 * 1024;

/** No field has several lines, so a control character is an attempt to confuse a reader. */
const CONTROL = /\p{Cc}/u;

/** A damaged credential gets the same refusal as a wrong one. */
const CREDENTIALS: readonly string[] = ['TOKEN', 'USERNAME', 'PASSWORD'];

const isKnown = (name: string): name is OciField | ServiceField =>
  Object.hasOwn(OCI_FIELDS, name) || Object.hasOwn(SERVICE_FIELDS, name);

const longestOf = (name: OciField | ServiceField): number =>
  name === 'HOOK_URL'
    ? LONGEST_ADDRESS
    : Object.hasOwn(SERVICE_FIELDS, name)
      ? SERVICE_FIELDS[name as ServiceField]
      : LONGEST_VALUE;

/**
 * Sorts the fields of query and form. Names match in any case, since procurement systems write them in many ways. A known
 * field that is given twice is an error, since another reader may take the other value. Of other names the first counts.
 */
export function sortFields(pairs: Iterable<readonly [string, string]>): OciFields | FieldError {
  const known = new Map<OciField | ServiceField, string>();
  const extra = new Map<string, string>();
  for (const [given, value] of pairs) {
    const name = given.toUpperCase();
    if (isKnown(name)) {
      if (known.has(name)) return { field: name, detail: 'must be given once' };
      if (isLonger(value, longestOf(name))) return tooLong(name, longestOf(name));
      if (CONTROL.test(value) && !CREDENTIALS.includes(name))
        return { field: name, detail: 'must have no control characters' };
      known.set(name, value);
    } else if (!extra.has(given) && isForwardable(given, value) && !CONTROL.test(given + value)) {
      if (isLonger(given, LONGEST_NAME))
        return { field: cut(given), detail: `must have a name of ${LONGEST_NAME} characters at most` };
      if (isLonger(value, LONGEST_VALUE)) return tooLong(given, LONGEST_VALUE);
      extra.set(given, value);
      if (extra.size > EXTRA_FIELDS)
        return { field: given, detail: `must not be one of more than ${EXTRA_FIELDS} additional fields` };
    }
  }
  const size = [...extra].flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > EXTRA_SIZE) return { field: '', detail: 'must have 8 KiB of additional fields at most' };
  return { known, extra: Object.fromEntries(extra) };
}

const tooLong = (name: string, max: number): FieldError => ({
  field: cut(name),
  detail: `must have ${max} characters at most`,
});

/** The name in an error is cut: it may be a secret that was sent as a name. */
const cut = (name: string): string => name.slice(0, 24).toWellFormed();
