import { randomBytes } from 'node:crypto';

/** What the server knows, under names that nobody guesses. A shop of more than one process keeps this in a database. */
export type Store<Value> = {
  /** Keeps a value until a time (epoch milliseconds), and returns its name: 256 random bits. */
  add(value: Value, until: number): string;
  get(name: string | undefined): Value | undefined;
  remove(name: string | undefined): void;
};

export function makeStore<Value>(): Store<Value> {
  const kept = new Map<string, { value: Value; until: number }>();
  const tidy = () => {
    for (const [name, { until }] of kept) if (until <= Date.now()) kept.delete(name);
  };
  return {
    add(value, until) {
      tidy();
      const name = randomName();
      kept.set(name, { value, until });
      return name;
    },
    get(name = '') {
      const found = kept.get(name);
      return found && found.until > Date.now() ? found.value : undefined;
    },
    remove: (name = '') => void kept.delete(name),
  };
}

export const randomName = (): string => randomBytes(32).toString('base64url');
