import type { Purpose } from './token.ts';
import type { TokenItem } from './token-item.ts';

/** A condition on a token: a part of the condition of a write, and the same on the item that the write has met. */
export type TokenCondition = {
  on: 'token';
  expression: string;
  values: Readonly<Record<string, unknown>>;
  holds(token: TokenItem): boolean;
};

/** The token is bound to no door. */
export const unbound: TokenCondition = {
  on: 'token',
  expression: 'attribute_not_exists(door)',
  values: {},
  holds: ({ door }) => door === undefined,
};

/** The token is bound to this door: no other one takes it. */
export const boundTo = (name: string): TokenCondition => ({
  on: 'token',
  expression: 'door = :door',
  values: { ':door': name },
  holds: ({ door }) => door === name,
});

export const purposeIs = (purpose: Purpose): TokenCondition => ({
  on: 'token',
  expression: 'purpose = :purpose',
  values: { ':purpose': purpose },
  holds: (token) => token.purpose === purpose,
});
