import { crc32 } from 'node:zlib';

/**
 * How many partitions an index over all items of a table has, so that none is hot: four take 4,000 writes a second.
 * Raise it and new items spread wider at once; lists read all shards up to this number.
 */
export const SHARDS = 4;

export const ALL_SHARDS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => String(shard));

export const shardOf = (id: string, shards: number = SHARDS): string => String(crc32(id) % shards);
