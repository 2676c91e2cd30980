/**
 * What a procurement system sent along when it opened the catalogue: kept from its call to the exchange of the code, and
 * given to the storefront as it came. What was not sent is null.
 */
export type Procurement = OciProcurement | CxmlProcurement;

/** SAP Open Catalog Interface, 4.0 and 5.0. */
export type OciProcurement = {
  protocol: 'oci';
  /** Where the basket goes back to, character by character as it was sent; `SAPEVENT:POST` is no address to go to. */
  hookUrl: string | null;
  okCode: string | null;
  target: string | null;
  caller: string | null;
  version: string | null;
  /** In upper case: `DETAIL`, `VALIDATE`, `SOURCING`, `BACKGROUND_SEARCH`, or one of the partner's own. */
  function: string | null;
  productId: string | null;
  quantity: string | null;
  searchString: string | null;
  /** Whatever else was sent, but for credentials. */
  extra: Record<string, string>;
};

export const OPERATIONS = ['create', 'edit', 'inspect'] as const;

/** A `PunchOutSetupRequest` of cXML 1.2. */
export type CxmlProcurement = {
  protocol: 'cxml';
  operation: (typeof OPERATIONS)[number];
  /** Goes back with the basket. */
  buyerCookie: string;
  /** Where the basket goes back to. */
  browserFormPost: string | null;
  /** By their names; the first of several. */
  extrinsics: Record<string, string>;
  /** The basket that is edited or inspected. */
  items: readonly CxmlItem[];
  /** The product at which the buyer wants to start. */
  selectedItem?: CxmlProduct;
};

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
