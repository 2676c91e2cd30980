import { randomBase62 } from '../crypto/secret.ts';
import { escapeXml } from './xml.ts';

/** Texts of the codes that we answer (cXML Reference Guide, Status). */
const STATUSES = {
  200: 'OK',
  /** Parsed, and not acceptable. */
  400: 'Bad Request',
  401: 'Unauthorized',
  /** Not parsed. */
  406: 'Not Acceptable',
  500: 'Internal Server Error',
} as const;

export type CxmlStatus = keyof typeof STATUSES;

/** A document is named by when and where it was made, and never named again. */
type Document = {
  /** Epoch milliseconds. */
  time: number;
  /** Where we are: its host is part of the name. */
  appUrl: string;
};

/** The answer to a request that may go on at an address. */
export const setupResponse = (startPage: string, document: Document): string =>
  response(
    `${status(200)}<PunchOutSetupResponse><StartPage><URL>${escapeXml(startPage)}</URL></StartPage></PunchOutSetupResponse>`,
    document,
  );

/** The answer to any other. `detail` says what would be right, and nothing of ours. */
export const refusalResponse = (code: Exclude<CxmlStatus, 200>, detail: string, document: Document): string =>
  response(status(code, detail), document);

const status = (code: CxmlStatus, detail?: string): string => {
  const attributes = `code="${code}" text="${STATUSES[code]}"`;
  return detail === undefined
    ? `<Status ${attributes}/>`
    : `<Status ${attributes} xml:lang="en">${escapeXml(detail)}</Status>`;
};

/** The elements that we write are the same in every version 1.2. */
const DTD = 'http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd';

function response(content: string, { time, appUrl }: Document): string {
  const payloadId = `${time}.${randomBase62(16)}@${new URL(appUrl).hostname}`;
  const timestamp = new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!DOCTYPE cXML SYSTEM "${DTD}">`,
    `<cXML payloadID="${escapeXml(payloadId)}" timestamp="${timestamp}" xml:lang="en">`,
    `<Response>${content}</Response>`,
    '</cXML>',
    '',
  ].join('\n');
}
