import { parseSetupRequest } from '../../../shared/punchout/cxml-request.ts';
import { refusalResponse, setupResponse } from '../../../shared/punchout/cxml-response.ts';
import { startPunchOut } from '../../../shared/punchout/start.ts';
import { retentionOf } from '../../../shared/settings/settings.ts';
import { httpHandler } from '../../http/http-handler.ts';
import { authenticateApiKey, db } from '../../runtime/database.ts';
import { sealer } from '../../runtime/sealer.ts';
import { cachedSettings } from '../../runtime/settings.ts';
import { problemCxml } from './problem-cxml.ts';
import { postCxml as route } from './routes.ts';

/** Answers a procurement system with a start page for the buyer. HTTP answers 200; the cXML status is in the document. */
export const handler = httpHandler(
  route,
  async ({ body, audit: { time, ip, userAgent }, log }) => {
    const reading = parseSetupRequest(body);
    const settings = await cachedSettings(time);
    const document = { time, appUrl: settings.appUrl };
    switch (reading.outcome) {
      case 'malformed':
        return { status: 200, xml: refusalResponse(406, reading.detail, document) };
      case 'invalid':
        return { status: 200, xml: refusalResponse(400, reading.detail, document) };
    }
    const start = await startPunchOut({ db, sealer, authenticateApiKey }, reading, {
      audit: { time, ip, userAgent },
      retention: retentionOf(settings),
    });
    switch (start.outcome) {
      case 'refused':
        log({ reason: start.reason });
        return { status: 200, xml: refusalResponse(401, UNAUTHORIZED, document) };
      case 'started': {
        log({ tokenId: start.tokenId, userId: start.userId });
        const startPage = `${settings.appUrl}/punchout/cxml?token=${start.string.reveal()}`;
        return { status: 200, xml: setupResponse(startPage, document) };
      }
    }
  },
  problemCxml,
);

/** The same for every private reason. */
const UNAUTHORIZED = 'The sender is not known here, or may not sign this user in.';
