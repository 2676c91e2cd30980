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
  /** All other fields, except credentials. */
  extra: Record<string, string>;
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
  /** By name; the first of several with one name. */
  extrinsics: Record<string, string>;
  /** The basket to edit or inspect. */
  items: readonly CxmlItem[];
  /** The product with which the buyer starts. */
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
