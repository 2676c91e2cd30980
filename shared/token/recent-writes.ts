import { idMark } from '../crypto/id.ts';
import { sameDigest } from '../crypto/secret.ts';
import type { LastEvent } from '../event/event.ts';

/**
 * A token keeps marks of its latest four uses, refusals and reversals. When the answer of such a write is lost, the SDK
 * sends it again: the write finds its mark, even after three others came in between, and counts once.
 * See docs/decisions/0039-a-write-is-recognised-by-its-mark.md.
 */
export const SLOTS = ['w1', 'w2', 'w3', 'w4'] as const;
type Slot = (typeof SLOTS)[number];

/** The attributes of the marks, the latest first. Each holds six bytes; an empty one was never written. */
export type RecentWrites = { [slot in Slot]?: Uint8Array | undefined };

type MarkedEvent = Pick<LastEvent, 'id'>;

/** The part of `SET` that puts the mark of this write before those of earlier ones. */
export const markWrite =
  'w4 = if_not_exists(w3, :none), w3 = if_not_exists(w2, :none), w2 = if_not_exists(w1, :none), w1 = :mark';
/** The condition that this write was not carried out. */
export const unmarked = 'NOT :mark IN (w1, w2, w3, w4)';
export const markValues = ({ id }: MarkedEvent) => ({ ':mark': idMark(id), ':none': new Uint8Array() });

/** Whether the write of this event is one of the latest four. */
export const isRecent = (item: RecentWrites, { id }: MarkedEvent): boolean => {
  const mark = idMark(id);
  return SLOTS.some((slot) => item[slot] !== undefined && sameDigest(item[slot], mark));
};
