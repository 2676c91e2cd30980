import { randomBase62 } from '../crypto/secret.ts';
import { escapeXml } from './xml.ts';

/** The status codes of responses, with their texts (cXML Reference Guide, Status). */
const STATUSES = {
  200: 'OK',
  /** The document could be parsed, but is not valid. */
  400: 'Bad Request',
  401: 'Unauthorized',
  /** The document could not be parsed. */
  406: 'Not Acceptable',
  /** The request is of a kind that is not supported. */
  450: 'Not Implemented',
  500: 'Internal Server Error',
} as const;

export type CxmlStatus = keyof typeof STATUSES;

/** The parts of a `payloadID`, which is unique for each document. */
type Document = {
  /** Epoch milliseconds. */
  time: number;
  /** Its host is a part of the id. */
  appUrl: string;
};

/** The response with the URL of the start page. */
export const setupResponse = (startPage: string, document: Document): string =>
  response(
    `${status(200)}<PunchOutSetupResponse><StartPage><URL>${escapeXml(startPage)}</URL></StartPage></PunchOutSetupResponse>`,
    document,
  );

/** The response that names the supported requests, and where they go. */
export const profileResponse = (url: string, document: Document): string =>
  response(
    `${status(200)}<ProfileResponse effectiveDate="${timestampOf(document)}"><Transaction requestName="PunchOutSetupRequest"><URL>${escapeXml(url)}</URL></Transaction></ProfileResponse>`,
    document,
  );

/** The response to a request that was refused. `detail` tells the sender what to correct, and no private reason. */
export const refusalResponse = (code: Exclude<CxmlStatus, 200>, detail: string, document: Document): string =>
  response(status(code, detail), document);

const status = (code: CxmlStatus, detail?: string): string => {
  const attributes = `code="${code}" text="${STATUSES[code]}"`;
  return detail === undefined
    ? `<Status ${attributes}/>`
    : `<Status ${attributes} xml:lang="en">${escapeXml(detail)}</Status>`;
};

/** The elements of these responses are the same in all versions 1.2. */
const DTD = 'http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd';

const timestampOf = ({ time }: Document): string => new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');

function response(content: string, document: Document): string {
  const { time, appUrl } = document;
  const payloadId = `${time}.${randomBase62(16)}@${new URL(appUrl).hostname}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!DOCTYPE cXML SYSTEM "${DTD}">`,
    `<cXML payloadID="${escapeXml(payloadId)}" timestamp="${timestampOf(document)}" xml:lang="en">`,
    `<Response>${content}</Response>`,
    '</cXML>',
    '',
  ].join('\n');
}
