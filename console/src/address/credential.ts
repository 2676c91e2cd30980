import { credentialChecksum, findCredentials } from '../../../shared/crypto/credential-text.ts';

/** What people paste where they search: the string of a token or a key, or a link that holds one. */
export type PastedCredential = {
  kind: 'token' | 'key';
  /** The public part of the string. */
  id: string;
};

const KINDS = [
  ['lt_', 'token'],
  ['lk_', 'key'],
] as const;

/** The prefix and the id of a string that is not whole. What follows is a part of its secret. */
const BEGINNING = /(?<prefix>l[tk]_)(?<id>[0-9A-Za-z]{22})/i;
const INVISIBLE = /[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;

/** Finds a string in a text, with anything around it, damaged on its way, or the beginning of one. */
export function pastedCredential(text: string): PastedCredential | undefined {
  for (const [prefix, kind] of KINDS) {
    const [whole, another] = findCredentials(prefix, text, credentialChecksum);
    if (whole !== undefined && another === undefined)
      return { kind, id: whole.slice(prefix.length, prefix.length + 22) };
  }
  const { prefix = '', id } = BEGINNING.exec(text.replace(INVISIBLE, ''))?.groups ?? {};
  return id === undefined ? undefined : { kind: prefix.toLowerCase() === 'lk_' ? 'key' : 'token', id };
}
