import Papa from 'papaparse';
import type { Client, Token, TokenQuery } from '../../../client/src/index.ts';
import { PAGE_LIMIT } from '../../../functions/http/fields.ts';
import { inertCell } from './inert-cell.ts';

/** The columns of the file by their heads. None holds a secret. */
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

/** Lines of a CSV file (RFC 4180). No spreadsheet runs a part of a cell as a formula. */
export function csvLines(tokens: readonly Token[], { heads }: { heads: boolean }): string {
  const rows = tokens.map((token) => Object.values(COLUMNS).map((value) => cell(value(token))));
  const text = Papa.unparse(heads ? [HEADS, ...rows] : rows, { newline: '\r\n' });
  return text === '' ? '' : `${text}\r\n`;
}

const cell = <Value>(value: Value) => (typeof value === 'string' ? inertCell(value) : value);

/** The target of the lines: a file that is written in parts, or one that is saved at the end. */
export type Sink = { write(text: string): Promise<void>; close(): Promise<void>; abort(): Promise<void> };

type Picker = (options: object) => Promise<{
  createWritable(): Promise<{
    write(text: string): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
}>;

/** Makes spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Asks for a file, if the browser can write one in parts. Throws an AbortError if the dialog is cancelled. */
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

/** Writes all tokens of a query, page by page. Discards the file if it fails. */
export async function exportTokens(
  { tokens }: Pick<Client, 'tokens'>,
  query: TokenQuery,
  sink: Sink,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (tokens: number) => void },
): Promise<void> {
  let written = 0;
  try {
    await sink.write(BYTE_ORDER_MARK + csvLines([], { heads: true }));
    for await (const { items } of tokens.pages({ ...query, limit: PAGE_LIMIT }, { signal })) {
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
