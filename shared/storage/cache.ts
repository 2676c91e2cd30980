/** Times are in milliseconds. */
export type Lifetimes = {
  /** A value is read again after this long. */
  freshFor: number;
  /** While it cannot be read, the value is served for this long; absent: as long as it is fresh. */
  staleFor?: number;
  /** A read that failed is tried again after this long, while there is a value to serve. */
  retryAfter?: number;
};

/** A cache of one value. Simultaneous requests share one read. Instants are epoch milliseconds. */
export type Cache<T> = {
  get(time: number): Promise<T>;
  /** Reads again, unless the value is younger than `age` milliseconds or a read has just failed. */
  renew(time: number, age: number): Promise<T>;
  /** Drops the value, and the result of a read in progress. */
  invalidate(): void;
};

type Held<T> = { value: T; readAt: number };

export function createCache<T>(
  read: () => Promise<T>,
  { freshFor, staleFor = freshFor, retryAfter = 0 }: Lifetimes,
): Cache<T> {
  let held: Held<T> | undefined;
  let reading: Promise<Held<T>> | undefined;
  let retryAt = Number.NEGATIVE_INFINITY;

  async function refresh(time: number): Promise<Held<T>> {
    try {
      return { value: await read(), readAt: time };
    } catch (error) {
      retryAt = time + retryAfter;
      if (!held || time - held.readAt >= staleFor) throw error;
      return held;
    }
  }

  async function readOnce(time: number): Promise<Held<T>> {
    reading ??= refresh(time);
    const own = reading;
    try {
      const current = await own;
      if (reading === own) held = current;
      return current;
    } finally {
      if (reading === own) reading = undefined;
    }
  }

  const isUsable = (current: Held<T>, time: number): boolean => {
    const age = time - current.readAt;
    return age < freshFor || (age < staleFor && time < retryAt);
  };

  async function get(time: number): Promise<T> {
    let current = held && isUsable(held, time) ? held : await readOnce(time);
    // Lambda may suspend the process during a read, and its value is old then: one more read is enough.
    if (!isUsable(current, time)) current = await readOnce(time);
    return current.value;
  }

  return {
    get,
    async renew(time, age) {
      if (held && (time - held.readAt < age || time < retryAt)) return held.value;
      return (await readOnce(time)).value;
    },
    invalidate() {
      held = undefined;
      reading = undefined;
    },
  };
}

/** A cache for each key. Does not keep absent values (undefined). */
export type KeyedCache<T> = {
  get(key: string, time: number): Promise<T | undefined>;
  invalidate(key: string): void;
};

/** Creates a keyed cache. It is emptied when it holds `capacity` keys: callers cannot fill the memory. */
export function createKeyedCache<T>(
  read: (key: string) => Promise<T | undefined>,
  { capacity, ...lifetimes }: Lifetimes & { capacity: number },
): KeyedCache<T> {
  const caches = new Map<string, Cache<T | undefined>>();
  return {
    async get(key, time) {
      let cache = caches.get(key);
      if (!cache) {
        if (caches.size >= capacity) caches.clear();
        cache = createCache(() => read(key), lifetimes);
        caches.set(key, cache);
      }
      const value = await cache.get(time);
      if (value === undefined) caches.delete(key);
      return value;
    },
    invalidate(key) {
      caches.delete(key);
    },
  };
}
