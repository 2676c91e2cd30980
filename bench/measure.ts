/** Milliseconds. */
export type Sample = { p50: number; p95: number };

export function summarise(durations: readonly number[]): Sample {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

export type Contender = { name: string; run(): Promise<unknown> };

/**
 * Runs the contenders in turn, A B C A B C …, so that a change of the machine's speed affects all of them. The first
 * `warmUp` turns are not counted.
 */
export async function inTurn(
  contenders: readonly Contender[],
  { turns, warmUp }: { turns: number; warmUp: number },
): Promise<Record<string, Sample>> {
  const durations = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let turn = 0; turn < warmUp + turns; turn++) {
    for (const { name, run } of contenders) {
      const start = performance.now();
      await run();
      if (turn >= warmUp) durations.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries([...durations].map(([name, taken]) => [name, summarise(taken)]));
}

export type Row = { what: string; p50: number; p95: number; against: string; ratio: number; goal: string };

/** A line of the results, with the ratio of its p50 to another p50 of the same run. */
export const row = (what: string, sample: Sample, against: string, base: Sample, goal = '–'): Row => ({
  what,
  ...sample,
  against,
  ratio: sample.p50 / base.p50,
  goal,
});
