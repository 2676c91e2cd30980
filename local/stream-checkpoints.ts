import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The sequence number of the last processed record of each shard. */
export type Checkpoints = {
  get(shard: string): string | undefined;
  set(shard: string, sequenceNumber: string): void;
};

/** Keeps checkpoints in memory, and in `file`. Without the file consumers get records again, which changes nothing. */
export function openCheckpoints(file: string | undefined): Checkpoints {
  const checkpoints = new Map(file !== undefined && existsSync(file) ? Object.entries(read(file)) : []);
  return {
    get: (shard) => checkpoints.get(shard),
    set(shard, sequenceNumber) {
      checkpoints.set(shard, sequenceNumber);
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(checkpoints)));
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
