import { holdsCredential } from '../crypto/credential-pattern.ts';
import { Secret } from '../crypto/secret.ts';
import { isLonger } from '../text.ts';
import { isBounded, itemsOf, productOf } from './cxml-items.ts';
import { isForwardable } from './field-checks.ts';
import { type CxmlProcurement, OPERATIONS } from './procurement.ts';
import { isReturnAddress } from './return-address.ts';
import { attributeOf, childOf, childrenOf, parseXmlDocument, textOf, type XmlElement } from './xml.ts';

/** Who says that they sent a document, and how they prove it. */
export type CxmlSender = { domain: string; identity: string; sharedSecret: Secret };

export type SetupRequestResult =
  | {
      outcome: 'parsed';
      /** Undefined when there is none, or more than one. */
      sender: CxmlSender | undefined;
      /** The different addresses given as `UserEmail`, in lower case. */
      userEmails: readonly string[];
      procurement: CxmlProcurement;
    }
  /** No document that can be parsed; a `PunchOutSetupRequest` that is not as it must be. For the one who sent it. */
  | { outcome: 'malformed' | 'invalid'; detail: string };

/** Characters of a value. */
const LONGEST = 1_000;
const MOST_EXTRINSICS = 100;
/** Bytes, as JSON: it becomes an item in the database, and goes out in one answer. */
const LARGEST = 200 * 1024;

const invalid = (detail: string) => ({ outcome: 'invalid', detail }) as const;

/** Reads a cXML 1.2 document that must be a `PunchOutSetupRequest` (cXML Reference Guide, chapter on PunchOut). */
export function parseSetupRequest(text: string): SetupRequestResult {
  const document = parseXmlDocument(text);
  if (document.outcome === 'malformed') return document;
  const { root } = document;
  const setup = childOf(root, 'Request', 'PunchOutSetupRequest');
  if (root.name !== 'cXML' || !setup) return invalid('The document is no PunchOutSetupRequest.');
  const operation = OPERATIONS.find((one) => one === attributeOf(setup, 'operation'));
  if (!operation) return invalid(`The operation must be one of ${OPERATIONS.join(', ')}.`);
  const buyerCookie = textOf(childOf(setup, 'BuyerCookie'));
  if (buyerCookie === undefined || isLonger(buyerCookie, LONGEST))
    return invalid(`BuyerCookie must have 1 to ${LONGEST} characters.`);
  const browserFormPost = textOf(childOf(setup, 'BrowserFormPost', 'URL')) ?? null;
  if (browserFormPost !== null && !isReturnAddress(browserFormPost))
    return invalid('BrowserFormPost must be an address of http or https.');
  const extrinsics = extrinsicsOf(setup);
  if (!extrinsics)
    return invalid(`There must be ${MOST_EXTRINSICS} Extrinsics, with ${LONGEST} characters each, at most.`);
  const items = itemsOf(setup);
  const selected = childOf(setup, 'SelectedItem', 'ItemID');
  const selectedItem = selected && productOf(selected);
  if (!items || (selectedItem && !isBounded(selectedItem)))
    return invalid('There must be 1,000 items at most, each with values of ordinary length.');
  const procurement: CxmlProcurement = {
    protocol: 'cxml',
    operation,
    buyerCookie,
    browserFormPost,
    extrinsics: toRecord(extrinsics),
    items,
    ...(selectedItem && { selectedItem }),
  };
  const json = JSON.stringify(procurement);
  if (Buffer.byteLength(json) > LARGEST) return invalid('The document has too much that is to be kept.');
  if (holdsCredential(json)) return invalid('Only SharedSecret may hold the string of a token or a key.');
  return { outcome: 'parsed', sender: senderOf(root), userEmails: emailsOf(extrinsics), procurement };
}

/** A sender may have a name in several domains; the credential with the secret is what is proved. */
function senderOf(root: XmlElement): CxmlSender | undefined {
  const credentials = childrenOf(childOf(root, 'Header', 'Sender'), 'Credential');
  const proofs = credentials.filter((credential) => childOf(credential, 'SharedSecret'));
  const [proof] = proofs;
  const domain = attributeOf(proof, 'domain');
  const identity = textOf(childOf(proof, 'Identity'));
  const sharedSecret = textOf(childOf(proof, 'SharedSecret'));
  if (proofs.length !== 1 || !domain || !identity || !sharedSecret) return undefined;
  return { domain, identity, sharedSecret: new Secret(sharedSecret) };
}

type Extrinsic = readonly [name: string, value: string];

function extrinsicsOf(setup: XmlElement): Extrinsic[] | undefined {
  const extrinsics = childrenOf(setup, 'Extrinsic').map(
    (element): Extrinsic => [attributeOf(element, 'name') ?? '', textOf(element) ?? ''],
  );
  const tooLong = extrinsics.some((texts) => texts.some((text) => isLonger(text, LONGEST)));
  return tooLong || extrinsics.length > MOST_EXTRINSICS ? undefined : extrinsics;
}

/** Of several of the same name the first counts. */
const toRecord = (extrinsics: readonly Extrinsic[]): Record<string, string> =>
  Object.fromEntries(extrinsics.filter(([name, value]) => isForwardable(name, value)).toReversed());

/** Addresses elsewhere in the document, as that of the contact, are no statement of who the user is. */
const emailsOf = (extrinsics: readonly Extrinsic[]): string[] => [
  ...new Set(
    extrinsics
      .filter(([name, value]) => name.toLowerCase() === 'useremail' && value !== '')
      .map(([, value]) => value.toLowerCase()),
  ),
];
