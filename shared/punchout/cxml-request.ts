import { holdsCredential } from '../crypto/credential-pattern.ts';
import { isLonger } from '../text.ts';
import { isBounded, itemsOf, productOf } from './cxml-items.ts';
import { contactsOf, extrinsicsOf, extrinsicsOfParties, shipToOf } from './cxml-parties.ts';
import { type CxmlSender, namesIn, senderOf } from './cxml-sender.ts';
import { CONTACT_EMAIL, type UserField } from './cxml-user.ts';
import { forwardFields } from './forwarded-fields.ts';
import { type CxmlProcurement, OPERATIONS } from './procurement.ts';
import { isReturnAddress } from './return-address.ts';
import { attributeOf, childOf, elementsOf, parseXmlDocument, textOf, type XmlElement } from './xml.ts';
import { decodeXml, type XmlBody } from './xml-encoding.ts';

export type SetupRequest = {
  /** Undefined: the document proves no sender. */
  sender: CxmlSender | undefined;
  /** The fields that may name the user. */
  userFields: readonly UserField[];
  procurement: CxmlProcurement;
};

export type CxmlRequestResult =
  | ({ outcome: 'setup' } & SetupRequest)
  /** A `ProfileRequest`, by which a buyer asks for the requests that are supported. */
  | { outcome: 'profile'; sender: CxmlSender | undefined }
  /**
   * `malformed`: no XML that is accepted; `invalid`: a request that is not as it should be; `unsupported`: another request.
   * `detail` is for the sender.
   */
  | { outcome: 'malformed' | 'invalid' | 'unsupported'; detail: string };

/** Characters of a value. */
const LONGEST = 1_000;
const MOST_EXTRINSICS = 100;
/** Bytes as JSON. The fields become one item (400 KB at most), and a part of one answer. */
const LARGEST = 200 * 1024;

const invalid = (detail: string) => ({ outcome: 'invalid', detail }) as const;

const UNREADABLE = {
  damaged:
    'The document is not in the encoding that it names. Send it in UTF-8, or name another encoding in the media type.',
  unsupported: 'The encoding of the document is not supported. Send it in UTF-8.',
} as const;

/** Parses a request of cXML 1.2 (cXML Reference Guide, chapters on PunchOut and on profiles). */
export function parseCxmlRequest(body: XmlBody): CxmlRequestResult {
  const decoded = decodeXml(body);
  if (decoded.outcome !== 'decoded') return { outcome: 'malformed', detail: UNREADABLE[decoded.outcome] };
  const document = parseXmlDocument(decoded.text);
  if (document.outcome === 'malformed') return document;
  const { root } = document;
  const [request] = root.name === 'cXML' ? elementsOf(childOf(root, 'Request')) : [];
  switch (request?.name) {
    case 'PunchOutSetupRequest':
      return parseSetup(request, root);
    case 'ProfileRequest':
      return { outcome: 'profile', sender: senderOf(root) };
    case undefined:
      return invalid('The document is no request of cXML.');
    default:
      return {
        outcome: 'unsupported',
        detail: 'Only PunchOutSetupRequest and ProfileRequest are supported.',
      };
  }
}

function parseSetup(setup: XmlElement, root: XmlElement): CxmlRequestResult {
  const operation = OPERATIONS.find((one) => one === attributeOf(setup, 'operation'));
  if (!operation) return invalid(`The operation must be one of ${OPERATIONS.join(', ')}.`);
  const buyerCookie = textOf(childOf(setup, 'BuyerCookie')) ?? '';
  if (isLonger(buyerCookie, LONGEST)) return invalid(`BuyerCookie must have ${LONGEST} characters at most.`);
  const browserFormPost = textOf(childOf(setup, 'BrowserFormPost', 'URL')) ?? null;
  if (browserFormPost !== null && !isReturnAddress(browserFormPost))
    return invalid('BrowserFormPost must be an address of http or https.');
  const extrinsics = extrinsicsOf(setup);
  const tooLong = extrinsics.some((texts) => texts.some((text) => isLonger(text, LONGEST)));
  if (tooLong || extrinsics.length > MOST_EXTRINSICS)
    return invalid(`There must be ${MOST_EXTRINSICS} Extrinsics, with ${LONGEST} characters each, at most.`);
  const items = itemsOf(setup);
  const selected = childOf(setup, 'SelectedItem', 'ItemID');
  const selectedItem = selected && productOf(selected);
  if (!items || (selectedItem && !isBounded(selectedItem)))
    return invalid('There must be 1,000 items at most, each with values of ordinary length.');
  const { values, repeated, withheld } = forwardFields(extrinsics);
  const ofParties = forwardFields(extrinsicsOfParties(setup)).withheld;
  const procurement: CxmlProcurement = {
    protocol: 'cxml',
    operation,
    buyerCookie,
    browserFormPost,
    ...headerOf(root),
    shipTo: shipToOf(setup),
    contacts: contactsOf(setup),
    extrinsics: values,
    repeated,
    withheld: [...new Set([...withheld, ...ofParties])],
    items,
    ...(selectedItem && { selectedItem }),
  };
  const json = JSON.stringify(procurement);
  if (Buffer.byteLength(json) > LARGEST) return invalid('The document has too much that is to be kept.');
  // A line break within a value is an escape in JSON.
  if (holdsCredential(json.replace(/\\./g, ' ')))
    return invalid('Only SharedSecret may hold the string of a token or a key.');
  return {
    outcome: 'setup',
    sender: senderOf(root),
    userFields: [...extrinsics.map(([name, value]) => ({ name, value })), ...contactEmailsOf(procurement)],
    procurement,
  };
}

function headerOf(root: XmlElement) {
  const header = childOf(root, 'Header');
  return {
    from: namesIn(childOf(header, 'From')),
    to: namesIn(childOf(header, 'To')),
    sender: namesIn(childOf(header, 'Sender')),
    userAgent: textOf(childOf(header, 'Sender', 'UserAgent')) ?? null,
    deploymentMode: attributeOf(childOf(root, 'Request'), 'deploymentMode') || 'production',
  };
}

/** The addresses of the end users among the contacts; of all contacts, where none has that role. */
function contactEmailsOf({ contacts }: CxmlProcurement): UserField[] {
  const endUsers = contacts.filter(({ role }) => role === 'endUser');
  return (endUsers.length > 0 ? endUsers : contacts)
    .flatMap(({ emails }) => emails)
    .map((value) => ({ name: CONTACT_EMAIL, value }));
}
