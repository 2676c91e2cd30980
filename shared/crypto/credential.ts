import { credentialChecksum, findCredentials } from './credential-text.ts';
import { randomBase62, Secret } from './secret.ts';

/** What the string of a login token (`lt_`) or of an API key (`lk_`) says: which record, and the proof. */
export type Credential = { id: string; secret: Secret };

export type CredentialPrefix = 'lt_' | 'lk_';

const FORM =
  /^(?<head>(?<prefix>l[tk]_)(?<id>[0-9A-Za-z]{22})(?<secret>[0-9A-Za-z]{33}))(?<checksum>[0-9A-Za-z]{6})$/;

/** 33 base 62 digits: 196 random bits. */
export const newSecret = (): Secret => new Secret(randomBase62(33));

/** The 64-character string: prefix, id (22), secret (33), and the CRC-32 of all before it in base 62 (6). */
export function formatCredential(prefix: CredentialPrefix, { id, secret }: Credential): Secret {
  const head = prefix + id + secret.reveal();
  return new Secret(head + credentialChecksum(head));
}

/** The parts of a well-formed string, or undefined: typos and random probes end here, without a database call. */
export function parseCredential(prefix: CredentialPrefix, text: string): Credential | undefined {
  const parts = FORM.exec(text)?.groups;
  if (!parts || parts.prefix !== prefix || credentialChecksum(parts.head ?? '') !== parts.checksum)
    return undefined;
  return { id: parts.id ?? '', secret: new Secret(parts.secret ?? '') };
}

/** What a text holds that a person pasted, or a link carried through mail and chat. */
export type PastedCredential =
  | { outcome: 'whole'; string: Secret; credential: Credential }
  /** Something is missing or was changed, or it is something else. */
  | { outcome: 'incomplete' }
  /** The text has neither letters nor digits. */
  | { outcome: 'absent' };

/** Reads the string of a credential in a text that may be damaged; see `findCredentials`. No database is needed. */
export function readPastedCredential(prefix: CredentialPrefix, text: string): PastedCredential {
  const [string = '', another] = findCredentials(prefix, text, credentialChecksum);
  const credential = another === undefined ? parseCredential(prefix, string) : undefined;
  if (credential) return { outcome: 'whole', string: new Secret(string), credential };
  return { outcome: /[0-9A-Za-z]/.test(text) ? 'incomplete' : 'absent' };
}
