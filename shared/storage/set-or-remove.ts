import type { Item } from './database.ts';

type Update = {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Item;
};

/**
 * The parts of an `UpdateItem` that sets attributes, and removes those that are undefined here. `#name` stands for the attribute
 * `name`, and `:to_name` for its new value. `more`: paths that are removed besides.
 */
export function setOrRemove(attributes: Item, more: readonly string[] = []): Update {
  const names = Object.keys(attributes);
  const given = names.filter((name) => attributes[name] !== undefined);
  const removed = [...names.filter((name) => !given.includes(name)).map((name) => `#${name}`), ...more];
  return {
    UpdateExpression: [
      `SET ${given.map((name) => `#${name} = :to_${name}`).join(', ')}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(given.map((name) => [`:to_${name}`, attributes[name]])),
  };
}
