/**
 * The fields with which a procurement system opened the catalogue. They are stored until the exchange of the code, and
 * returned unchanged. Absent fields are null.
 */
export type Procurement = OciProcurement | CxmlProcurement;

/** SAP Open Catalog Interface, 4.0 and 5.0. */
export type OciProcurement = {
  protocol: 'oci';
  /** The URL to which the basket is posted, unchanged; or `SAPEVENT:POST`, which is no URL. */
  hookUrl: string | null;
  okCode: string | null;
  target: string | null;
  caller: string | null;
  version: string | null;
  /** In upper case: `DETAIL`, `VALIDATE`, `SOURCING`, `BACKGROUND_SEARCH`, or a function of the partner. */
  function: string | null;
  productId: string | null;
  quantity: string | null;
  searchString: string | null;
  /** The first value of each other field, by the name that was sent. */
  extra: Record<string, string>;
} & Remainder;

/** What does not fit into a record of the partner's own fields. */
type Remainder = {
  /** All values, in their order, of each of these fields that came several times. */
  repeated: Record<string, readonly string[]>;
  /** The names of fields that are not handed on, since they are credentials. */
  withheld: readonly string[];
};

export const OPERATIONS = ['create', 'edit', 'inspect', 'source'] as const;

/** A `PunchOutSetupRequest` of cXML 1.2. */
export type CxmlProcurement = {
  protocol: 'cxml';
  operation: (typeof OPERATIONS)[number];
  /** Returned with the basket; empty: the buyer sent none. */
  buyerCookie: string;
  /** The URL to which the basket is posted. */
  browserFormPost: string | null;
  /** The organisation that buys: it is `To` of the basket. */
  from: readonly CxmlName[];
  /** The organisation that is asked: it is `From` of the basket. */
  to: readonly CxmlName[];
  /** The system that sent the document, by the names that it gave itself. */
  sender: readonly CxmlName[];
  userAgent: string | null;
  /** `production`, which the DTD has for a document that does not say, or `test`. */
  deploymentMode: string;
  /** Where the goods go. */
  shipTo: CxmlParty | null;
  contacts: readonly CxmlParty[];
  /** The first value of each Extrinsic. */
  extrinsics: Record<string, string>;
  /** The basket to edit or inspect. */
  items: readonly CxmlItem[];
  /** The product with which the buyer starts. */
  selectedItem?: CxmlProduct;
} & Remainder;

/** A name of an organisation in one domain, such as `NetworkId` or `DUNS`. */
export type CxmlName = { domain: string; identity: string };

/** A place or a person: the elements `Address` and `Contact`. */
export type CxmlParty = {
  /** Of a contact: `endUser`, for one. */
  role: string | null;
  addressId: string | null;
  addressIdDomain: string | null;
  name: string | null;
  postalAddresses: readonly CxmlPostalAddress[];
  emails: readonly string[];
  phones: readonly string[];
  faxes: readonly string[];
  urls: readonly string[];
  /** Names of the party in other systems. */
  references: readonly CxmlName[];
  extrinsics: readonly CxmlExtrinsic[];
};

export type CxmlPostalAddress = {
  name: string | null;
  deliverTo: readonly string[];
  street: readonly string[];
  city: string | null;
  municipality: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode: string | null;
  extrinsics: readonly CxmlExtrinsic[];
};

export type CxmlExtrinsic = { name: string; value: string };

export type CxmlProduct = {
  supplierPartId: string | null;
  supplierPartAuxiliaryId: string | null;
};

export type CxmlItem = CxmlProduct & {
  lineNumber: string | null;
  quantity: string | null;
  unitOfMeasure: string | null;
  unitPrice: string | null;
  currency: string | null;
};
