import Papa from 'papaparse';
import type { Token, TokenQuery } from '../../../client/src/index.ts';
import { retryingApi } from '../api/client.ts';

/** What the file has of a token, by the heads of its columns. Nothing in it logs anybody in. */
const COLUMNS: Readonly<Record<string, (token: Token) => string | number | boolean | null>> = {
  Id: ({ id }) => id,
  Status: ({ status }) => status,
  Name: ({ user }) => (user === null ? 'Anonymous' : user.name),
  'User id': ({ user }) => user?.id ?? null,
  Type: ({ user }) => user?.type ?? null,
  'E-mail': ({ user }) => user?.email ?? null,
  Purpose: ({ purpose }) => purpose,
  'Expires at': ({ expiresAt }) => expiresAt ?? 'never',
  'Last accessed at': ({ lastAccessedAt }) => lastAccessedAt,
  'Successful attempts': ({ successfulAttempts }) => successfulAttempts,
  'Failed attempts': ({ failedAttempts }) => failedAttempts,
  'One time use': ({ oneTimeUse }) => oneTimeUse,
  'Maximum uses': ({ maxUses }) => maxUses ?? 'unlimited',
  Extra: ({ extra }) => extra,
  Reason: ({ reason }) => reason,
  'Created at': ({ createdAt }) => createdAt,
  'Created by': ({ createdBy }) => createdBy.name,
  'Updated at': ({ updatedAt }) => updatedAt,
};

const HEADS = Object.keys(COLUMNS);

/** The library's own pattern looks at the first line alone, for which some take less than others. */
const FORMULA = /^[=+\-@\t\r\n]/;

/** Lines of a CSV file (RFC 4180). Spreadsheets run what begins like a formula: it is made text. */
export function csvLines(tokens: readonly Token[], { heads }: { heads: boolean }): string {
  const rows = tokens.map((token) => Object.values(COLUMNS).map((value) => value(token)));
  const text = Papa.unparse(heads ? [HEADS, ...rows] : rows, { escapeFormulae: FORMULA, newline: '\r\n' });
  return text === '' ? '' : `${text}\r\n`;
}

/** Where the lines go: a file that is written as they come, or one that is saved at the end. */
export type Sink = { write(text: string): Promise<void>; close(): Promise<void>; abort(): Promise<void> };

type Picker = (options: object) => Promise<{
  createWritable(): Promise<{
    write(text: string): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
}>;

/** Spreadsheets take a file for UTF-8 that begins so. */
const BYTE_ORDER_MARK = '\ufeff';

/** Asks where to save the file where the browser can write it bit by bit. Throws an AbortError when nobody says where. */
export async function openSink(name: string): Promise<Sink> {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: Picker };
  if (!showSaveFilePicker) return inMemory(name);
  const handle = await showSaveFilePicker({
    suggestedName: name,
    types: [{ description: 'CSV', accept: { 'text/csv': ['.csv'] } }],
  });
  return handle.createWritable();
}

function inMemory(name: string): Sink {
  const parts: string[] = [];
  return {
    write: async (text) => void parts.push(text),
    abort: async () => {},
    close: async () => {
      const url = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }));
      const link = Object.assign(document.createElement('a'), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
    },
  };
}

/** Writes every token that a query finds, page by page. A file that is not whole is not kept. */
export async function exportTokens(
  query: TokenQuery,
  sink: Sink,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (tokens: number) => void },
): Promise<void> {
  let written = 0;
  try {
    await sink.write(BYTE_ORDER_MARK + csvLines([], { heads: true }));
    for await (const { items } of retryingApi.tokens.pages({ ...query, limit: 100 }, { signal })) {
      signal.throwIfAborted();
      await sink.write(csvLines(items, { heads: false }));
      written += items.length;
      onProgress(written);
    }
    signal.throwIfAborted();
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
