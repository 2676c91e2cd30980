import { Secret } from '../crypto/secret.ts';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

/** A name of an organisation in one domain, such as `NetworkId` or `DUNS`. */
export type CxmlName = { domain: string; identity: string };

/** The sender in a document, not yet authenticated: a secret, and the names with which it stands. */
export type CxmlSender = { names: readonly CxmlName[]; sharedSecret: Secret };

/**
 * The sender of a document; undefined: it has no shared secret, or different ones. A sender may have credentials in several
 * domains, and each may carry the secret, or an empty one.
 */
export function senderOf(root: XmlElement): CxmlSender | undefined {
  const proofs = childrenOf(childOf(root, 'Header', 'Sender'), 'Credential').flatMap((credential) => {
    const secret = textOf(childOf(credential, 'SharedSecret'));
    return secret === undefined ? [] : [{ secret, name: nameOf(credential) }];
  });
  const [secret, ...others] = new Set(proofs.map((proof) => proof.secret));
  const names = proofs.flatMap(({ name }) => name ?? []);
  if (secret === undefined || others.length > 0 || names.length === 0) return undefined;
  return { names, sharedSecret: new Secret(secret) };
}

/** The name in a credential; undefined: it has no domain, or no identity. */
export function nameOf(credential: XmlElement): CxmlName | undefined {
  const domain = attributeOf(credential, 'domain');
  const identity = textOf(childOf(credential, 'Identity'));
  return domain && identity ? { domain, identity } : undefined;
}
