/**
 * Every kind of record in the transient table, with the seconds that one is kept after the instant it is about. A record
 * has the id `kind#id`. TTL removes it later; where its age matters, a condition checks it.
 */
export const TRANSIENT_KINDS = {
  /** A creation by `Idempotency-Key`, after it. */
  idempotency: 86_400,
  /** A login code that was exchanged, after its expiry: longer than any two of our clocks differ. */
  code: 3_600,
  /** A session that was ended, after that: as long as any session lives. */
  session: 2_592_000,
  /** The fields that a procurement system sent, after that: longer than the link or code that leads to them lives. */
  punchout: 3_600,
} as const;

export type TransientKind = keyof typeof TRANSIENT_KINDS;

export const transientId = (kind: TransientKind, id: string): string => `${kind}#${id}`;

/** A record of a kind about an instant in epoch seconds. */
export const transientItem = <Content extends object>(
  kind: TransientKind,
  id: string,
  at: number,
  content: Content,
) => ({ ...content, id: transientId(kind, id), ttl: at + TRANSIENT_KINDS[kind] });
