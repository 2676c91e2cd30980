import { holdsCredential } from '../crypto/credential-pattern.ts';
import { isCredentialName } from './credential-name.ts';

/** The fields of a partner's own that go to the storefront. */
export type ForwardedFields = {
  /** The first value of each name that is not empty. */
  values: Record<string, string>;
  /** All values, in their order, of each name that came several times: those of one line have one position. */
  repeated: Record<string, string[]>;
  /** The names of fields that do not go to the storefront: credentials, and names that objects cannot have. */
  withheld: string[];
};

/** Sorts fields that no standard defines. Nothing is dropped without its name, but for a name that is a secret itself. */
export function forwardFields(fields: Iterable<readonly [name: string, value: string]>): ForwardedFields {
  const all = new Map<string, string[]>();
  const withheld = new Set<string>();
  for (const [name, value] of fields) {
    if (name === '' || holdsCredential(name)) continue;
    if (!isForwardable(name, value)) {
      withheld.add(name);
      continue;
    }
    const values = all.get(name);
    if (values) values.push(value);
    else all.set(name, [value]);
  }
  const entries = [...all];
  return {
    values: Object.fromEntries(
      entries.map(([name, values]) => [name, values.find((value) => value !== '') ?? '']),
    ),
    repeated: Object.fromEntries(entries.filter(([, values]) => values.length > 1)),
    withheld: [...withheld],
  };
}

/** Whether a field goes to the storefront. */
export const isForwardable = (name: string, value: string): boolean =>
  name !== '' &&
  !isCredentialName(name) &&
  !RESERVED_NAMES.includes(name) &&
  !holdsCredential(name) &&
  !holdsCredential(value);

/** Names with a meaning in JavaScript objects. The DynamoDB client fails on them, and a storefront may do worse. */
const RESERVED_NAMES = ['__proto__', 'constructor', 'prototype'];
