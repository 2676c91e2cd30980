/** Whom a procurement system's key proves it to be, and for whom it may start a punch-out. */
export type PunchOut = {
  /** The sender's name in cXML, within the domain (`NetworkId`, `DUNS` …) that says whose names these are. */
  identity: string;
  domain: string;
  /** The one user for whom it may; absent: any of the key's domains, by their addresses. */
  userId?: string | undefined;
  /** Of that user: one made later with the same id is somebody else. */
  incarnation?: string | undefined;
};
