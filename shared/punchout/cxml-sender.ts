import { readPastedCredential } from '../crypto/credential.ts';
import { Secret } from '../crypto/secret.ts';
import type { CxmlName } from './procurement.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

/** The sender in a document, not yet authenticated: a secret, and the names with which it stands. */
export type CxmlSender = { names: readonly CxmlName[]; sharedSecret: Secret };

/**
 * The sender of a document; undefined: it has no shared secret, or different ones. A sender may have credentials in several
 * domains, and each may carry the secret, or an empty one.
 */
export function senderOf(root: XmlElement): CxmlSender | undefined {
  const proofs = childrenOf(childOf(root, 'Header', 'Sender'), 'Credential').flatMap((credential) => {
    const text = textOf(childOf(credential, 'SharedSecret'));
    return text === undefined ? [] : [{ secret: keyIn(text), name: nameOf(credential) }];
  });
  const [secret, ...others] = new Set(proofs.map((proof) => proof.secret));
  const names = proofs.flatMap(({ name }) => name ?? []);
  if (secret === undefined || others.length > 0 || names.length === 0) return undefined;
  return { names, sharedSecret: new Secret(secret) };
}

/** The string of a key, without what was added to it where it was pasted. */
function keyIn(text: string): string {
  const reading = readPastedCredential('lk_', text);
  return reading.outcome === 'whole' ? reading.string.reveal() : text;
}

/** The names in the credentials of an element of the header. */
export const namesIn = (element: XmlElement | undefined): CxmlName[] =>
  childrenOf(element, 'Credential').flatMap((credential) => nameOf(credential) ?? []);

/** The name in a credential; undefined: it has no domain, or no identity. */
function nameOf(credential: XmlElement): CxmlName | undefined {
  const domain = attributeOf(credential, 'domain');
  const identity = textOf(childOf(credential, 'Identity'));
  return domain && identity ? { domain, identity } : undefined;
}
