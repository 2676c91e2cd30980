import * as v from 'valibot';
import { pastedCredential } from './credential.ts';

/** The search parameters of a page, as text; the types are those of the API. */
export type SearchOf<Entries extends v.ObjectEntries> = {
  [Name in keyof Entries]?: Extract<v.InferInput<Entries[Name]>, string> | undefined;
};

/**
 * Makes a reader of search parameters from the entries of a schema of the API. It drops unknown parameters, empty ones,
 * strings of tokens and keys, and those without a value of a closed set. Other text stays even if the API refuses it: a
 * list without the wrong filter would show more than was asked for, and the page shows the error of the API instead.
 */
export const readerOf =
  <const Entries extends v.ObjectEntries>(entries: Entries) =>
  (search: Record<string, unknown>): SearchOf<Entries> =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([name, schema]) => {
        const value = search[name];
        return typeof value === 'string' && value !== '' && !isSecret(name, value) && isOfType(schema, value)
          ? [[name, value]]
          : [];
      }),
    ) as SearchOf<Entries>;

/** Cursors are random text of the service, which may look like anything. */
const isSecret = (name: string, text: string): boolean =>
  name !== 'cursor' && pastedCredential(text) !== undefined;

/** Whether the text has the type of the schema, though checks of its content may fail. */
function isOfType(schema: v.GenericSchema, text: string): boolean {
  const { issues = [] } = v.safeParse(schema, text);
  return issues.every(({ kind }) => kind === 'validation');
}
