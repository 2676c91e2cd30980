/** The request of a procurement system that opened the catalogue: part of the response to an exchange. */
export type Procurement = Oci | Cxml;

/** SAP Open Catalog Interface 4.0 and 5.0. */
export type Oci = {
  protocol: 'oci';
  /** The target of the basket, with its query; or `SAPEVENT:POST`, which the browser control of SAP handles. */
  hookUrl: string | null;
  okCode: string | null;
  target: string | null;
  caller: string | null;
};

/** cXML PunchOutSetupRequest. */
export type Cxml = {
  protocol: 'cxml';
  operation: 'create' | 'edit' | 'inspect' | 'source';
  buyerCookie: string;
  browserFormPost: string | null;
  /** The organisation that buys. */
  from: readonly CxmlName[];
  /** The organisation that is asked: this shop. */
  to: readonly CxmlName[];
  /** The system that sent the request, such as a network between both. */
  sender: readonly CxmlName[];
  deploymentMode: string;
};

/** A name of an organisation in one domain, such as `NetworkId` or `DUNS`. */
export type CxmlName = { domain: string; identity: string };

export type Product = {
  number: string;
  name: string;
  /** A unit code of UN/ECE Recommendation 20. */
  unit: string;
  /** Euro cents. */
  price: number;
  quantity: number;
};

/** A fixed basket: the example has no catalogue to fill one. */
export const BASKET: readonly Product[] = [
  { number: 'M8-50', name: 'Hexagon bolt M8 × 50, 100 pieces', unit: 'PK', price: 1_250, quantity: 2 },
  { number: 'GL-L', name: 'Work gloves, size L', unit: 'PR', price: 495, quantity: 10 },
];

export const euros = (cents: number): string => (cents / 100).toFixed(2);

export const total = (basket: readonly Product[]): number =>
  basket.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
