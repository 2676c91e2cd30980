/**
 * The kinds of records in the transient table, with the seconds that TTL keeps one after an instant. A record has the id
 * `kind#id`. TTL deletes late: where the age of a record matters, a condition checks it.
 */
export const TRANSIENT_KINDS = {
  /** A creation with an `Idempotency-Key`; from the creation. */
  idempotency: 86_400,
  /** A login code that was exchanged; from its expiry. Longer than the clocks of two functions differ. */
  code: 3_600,
  /** A session that was ended; from its end. The longest life of a session. */
  session: 2_592_000,
  /** The fields that a procurement system sent; from their arrival. Longer than the link or code that refers to them lives. */
  punchout: 3_600,
} as const;

export type TransientKind = keyof typeof TRANSIENT_KINDS;

/** The key of a record. */
export const transientId = (kind: TransientKind, id: string): string => `${kind}#${id}`;

/** A record whose time to live counts from `at`, in epoch seconds. */
export const transientItem = <Content extends object>(
  kind: TransientKind,
  id: string,
  at: number,
  content: Content,
) => ({ ...content, id: transientId(kind, id), ttl: at + TRANSIENT_KINDS[kind] });
