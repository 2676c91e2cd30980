import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** How far each shard of the streams was consumed: the sequence number of its last record that was. */
export type Positions = {
  get(shard: string): string | undefined;
  set(shard: string, sequenceNumber: string): void;
};

/**
 * Keeps the positions, in a file if there is one. To lose it does no harm: consumers may get a record again.
 */
export function keepPositions(file: string | undefined): Positions {
  const positions = new Map(file !== undefined && existsSync(file) ? Object.entries(read(file)) : []);
  return {
    get: (shard) => positions.get(shard),
    set(shard, sequenceNumber) {
      positions.set(shard, sequenceNumber);
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(positions)));
      renameSync(`${file}.new`, file);
    },
  };
}

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
