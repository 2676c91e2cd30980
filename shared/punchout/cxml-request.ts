import { holdsCredential } from '../crypto/credential-pattern.ts';
import { Secret } from '../crypto/secret.ts';
import { isLonger } from '../text.ts';
import { isBounded, itemsOf, productOf } from './cxml-items.ts';
import { isForwardable, isReturnAddress } from './field-checks.ts';
import { type CxmlProcurement, OPERATIONS } from './procurement.ts';
import { attributeOf, childOf, childrenOf, parseXmlDocument, textOf, type XmlElement } from './xml.ts';

/** The sender in a document, not yet authenticated. */
export type CxmlSender = { domain: string; identity: string; sharedSecret: Secret };

export type SetupRequestResult =
  | {
      outcome: 'parsed';
      /** Undefined: the document has no credential with a shared secret, or several. */
      sender: CxmlSender | undefined;
      /** The distinct `UserEmail` extrinsics, in lower case. */
      userEmails: readonly string[];
      procurement: CxmlProcurement;
    }
  /** `malformed`: no XML that is accepted; `invalid`: no valid `PunchOutSetupRequest`. `detail` is for the sender. */
  | { outcome: 'malformed' | 'invalid'; detail: string };

/** Characters of a value. */
const LONGEST = 1_000;
const MOST_EXTRINSICS = 100;
/** Bytes as JSON. The fields become one item (400 KB at most), and a part of one answer. */
const LARGEST = 200 * 1024;

const invalid = (detail: string) => ({ outcome: 'invalid', detail }) as const;

/** Parses a cXML 1.2 `PunchOutSetupRequest` (cXML Reference Guide, chapter on PunchOut). */
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

/** A sender may have credentials in several domains. The one with the shared secret authenticates it. */
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

/** The first extrinsic of each name. */
const toRecord = (extrinsics: readonly Extrinsic[]): Record<string, string> =>
  Object.fromEntries(extrinsics.filter(([name, value]) => isForwardable(name, value)).toReversed());

/** Addresses in other elements, such as `Contact`, do not name the user. */
const emailsOf = (extrinsics: readonly Extrinsic[]): string[] => [
  ...new Set(
    extrinsics
      .filter(([name, value]) => name.toLowerCase() === 'useremail' && value !== '')
      .map(([, value]) => value.toLowerCase()),
  ),
];
