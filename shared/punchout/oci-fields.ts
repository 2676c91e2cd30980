import { parameterName } from '../link-parameters.ts';
import { isLonger } from '../text.ts';
import { type ForwardedFields, forwardFields } from './forwarded-fields.ts';

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

/** Other names of these fields, as live systems write them. */
const ALIASES: Readonly<Record<string, OciField>> = {
  OKCODE: '~OKCODE',
  TARGET: '~TARGET',
  CALLER: '~CALLER',
  OCIVERSION: 'OCI_VERSION',
};

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
type KnownField = OciField | ServiceField;

/** A wrong field, and what it must be. */
export type FieldError = { field: string; detail: string };

export type OciFields = {
  /** Without blanks around them; but for `STATE`, which goes back unchanged. */
  known: ReadonlyMap<KnownField, string>;
  /** Fields with other names, for the storefront. */
  others: ForwardedFields;
};

const LONGEST_NAME = 64;
const LONGEST_VALUE = 1_000;
/** `isReturnAddress` has a lower limit, and a better error. */
const LONGEST_ADDRESS = 8_192;
const OTHER_FIELDS = 50;
/** Bytes of all names and values: they become an item in the database. */
const OTHERS_SIZE = 8 * 1024;

/** None of the known fields has several lines, so a control character or line separator is an attempt to confuse a reader. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** A damaged credential gets the same refusal as a wrong one. */
const CREDENTIALS: readonly string[] = ['TOKEN', 'USERNAME', 'PASSWORD'];

/** The field that a name stands for, in any case, with blanks around it; undefined: a field of the partner's own. */
export function knownFieldOf(given: string): KnownField | undefined {
  const name = parameterName(given).toUpperCase();
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  return alias ?? (isKnown(name) ? name : undefined);
}

const isKnown = (name: string): name is KnownField =>
  Object.hasOwn(OCI_FIELDS, name) || Object.hasOwn(SERVICE_FIELDS, name);

const longestOf = (name: KnownField): number =>
  name === 'HOOK_URL'
    ? LONGEST_ADDRESS
    : Object.hasOwn(SERVICE_FIELDS, name)
      ? SERVICE_FIELDS[name as ServiceField]
      : LONGEST_VALUE;

/**
 * Sorts the fields of query and form. A known field with two values is an error, since another reader may take the other
 * one. Of other fields all values count. A field without a value counts as absent.
 */
export function sortFields(pairs: Iterable<readonly [string, string]>): OciFields | FieldError {
  const known = new Map<KnownField, string>();
  const others: [string, string][] = [];
  for (const [given, sent] of pairs) {
    const name = knownFieldOf(given);
    const value = name === 'STATE' ? sent : sent.trim();
    if (name === undefined) {
      others.push([parameterName(given), value]);
      continue;
    }
    const before = known.get(name);
    if (before && value && before !== value) return { field: name, detail: 'must have one value' };
    if (isLonger(value, longestOf(name))) return tooLong(name, longestOf(name));
    if (CONTROL.test(value) && !CREDENTIALS.includes(name))
      return { field: name, detail: 'must have no control characters' };
    known.set(name, value || before || '');
  }
  // The credential of a call is its token. With it, a login of the shop is a field as any other.
  if (known.get('TOKEN')) others.push(...loginOf(known));
  const forwarded = forwardFields(others);
  return errorOf(others, forwarded) ?? { known, others: forwarded };
}

const loginOf = (known: ReadonlyMap<KnownField, string>): [string, string][] =>
  (['USERNAME', 'PASSWORD'] as const).flatMap((name): [string, string][] => {
    const value = known.get(name);
    return value ? [[name, value]] : [];
  });

function errorOf(
  others: readonly [string, string][],
  { values, repeated }: ForwardedFields,
): FieldError | undefined {
  for (const [name, value] of others) {
    if (!Object.hasOwn(values, name)) continue;
    if (isLonger(name, LONGEST_NAME))
      return { field: cut(name), detail: `must have a name of ${LONGEST_NAME} characters at most` };
    if (isLonger(value, LONGEST_VALUE)) return tooLong(name, LONGEST_VALUE);
  }
  const beyond = Object.keys(values)[OTHER_FIELDS];
  if (beyond !== undefined)
    return { field: cut(beyond), detail: `must not be one of more than ${OTHER_FIELDS} additional fields` };
  const size = Buffer.byteLength(JSON.stringify([values, repeated]));
  return size > OTHERS_SIZE
    ? { field: '', detail: 'must have 8 KiB of additional fields at most' }
    : undefined;
}

const tooLong = (name: string, max: number): FieldError => ({
  field: cut(name),
  detail: `must have ${max} characters at most`,
});

/** The name in an error is cut: it may be a secret that was sent as a name. */
const cut = (name: string): string => name.slice(0, 24).toWellFormed();
