import { randomBytes } from 'node:crypto';

/** Values by random names, in memory. A shop with several processes needs a database. */
export type Store<Value> = {
  /** Stores a value until `expiresAt` (epoch milliseconds). Returns its name of 256 random bits. */
  add(value: Value, expiresAt: number): string;
  get(name: string | undefined): Value | undefined;
  remove(name: string | undefined): void;
};

export function makeStore<Value>(): Store<Value> {
  const entries = new Map<string, { value: Value; expiresAt: number }>();
  const removeExpired = () => {
    for (const [name, { expiresAt }] of entries) if (expiresAt <= Date.now()) entries.delete(name);
  };
  return {
    add(value, expiresAt) {
      removeExpired();
      const name = randomName();
      entries.set(name, { value, expiresAt });
      return name;
    },
    get(name = '') {
      const found = entries.get(name);
      return found && found.expiresAt > Date.now() ? found.value : undefined;
    },
    remove: (name = '') => void entries.delete(name),
  };
}

export const randomName = (): string => randomBytes(32).toString('base64url');
