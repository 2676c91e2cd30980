import { toTimestamp } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { addCounts, COUNTED_EVENTS, type Counts, getCounters, zeroCounts } from './counter-store.ts';

export const BUCKETS = { hour: 3_600, day: 86_400 } as const;
export type Bucket = keyof typeof BUCKETS;

/** The counts per hour or day (UTC) between two instants in epoch seconds, in whole buckets; zeros where nothing happened. */
export async function statistics(
  db: Database,
  { from, to, bucket }: { from: number; to: number; bucket: Bucket },
): Promise<({ start: string } & Counts)[]> {
  const length = BUCKETS[bucket];
  const start = from - (from % length);
  const end = Math.ceil(to / length) * length;
  const hours = await getCounters(db, start, end);
  const buckets = new Map<number, Counts>();
  for (let at = start; at < end; at += length) buckets.set(at, zeroCounts());
  for (const [hour, counts] of hours) {
    const at = hour - (hour % length);
    buckets.set(at, addCounts(buckets.get(at) ?? zeroCounts(), counts));
  }
  return [...buckets].map(([at, counts]) => ({
    start: toTimestamp(at),
    ...(Object.fromEntries(COUNTED_EVENTS.map((name) => [name, counts[name]])) as Counts),
  }));
}
