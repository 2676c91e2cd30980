import { crc32 } from 'node:zlib';
import { toBase62 } from './base62.ts';
import { randomBase62, Secret } from './secret.ts';

/** What the string of a login token (`lt_`) or of an API key (`lk_`) says: which record, and the proof. */
export type Credential = { id: string; secret: Secret };

export type CredentialPrefix = 'lt_' | 'lk_';

const FORM =
  /^(?<head>(?<prefix>l[tk]_)(?<id>[0-9A-Za-z]{22})(?<secret>[0-9A-Za-z]{33}))(?<checksum>[0-9A-Za-z]{6})$/;

const checksum = (head: string): string => toBase62(BigInt(crc32(head)), 6);

/** 33 base 62 digits: 196 random bits. */
export const newSecret = (): Secret => new Secret(randomBase62(33));

/** The 64-character string: prefix, id (22), secret (33), and the CRC-32 of all before it in base 62 (6). */
export function formatCredential(prefix: CredentialPrefix, { id, secret }: Credential): Secret {
  const head = prefix + id + secret.reveal();
  return new Secret(head + checksum(head));
}

/** The parts of a well-formed string, or undefined: typos and random probes end here, without a database call. */
export function parseCredential(prefix: CredentialPrefix, text: string): Credential | undefined {
  const parts = FORM.exec(text)?.groups;
  if (!parts || parts.prefix !== prefix || checksum(parts.head ?? '') !== parts.checksum) return undefined;
  return { id: parts.id ?? '', secret: new Secret(parts.secret ?? '') };
}
