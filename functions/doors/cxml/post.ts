import { readSetupRequest } from '../../../shared/punchout/cxml-request.ts';
import { refusalResponse, setupResponse } from '../../../shared/punchout/cxml-response.ts';
import { startPunchOut } from '../../../shared/punchout/start-punch-out.ts';
import { retentionOf } from '../../../shared/settings/settings.ts';
import { serve } from '../../http/serve.ts';
import { authenticateKey, db } from '../../runtime/database.ts';
import { sealer } from '../../runtime/sealer.ts';
import { settings } from '../../runtime/settings.ts';
import { refuseCxml } from './refuse-document.ts';
import { setUpCxml as route } from './routes.ts';

/** Tells a procurement system where to send the buyer. The status of cXML is in the document, that of HTTP is 200. */
export const handler = serve(
  route,
  async ({ body, origin: { time, ip, userAgent }, log }) => {
    const reading = readSetupRequest(body);
    const present = await settings(time);
    const document = { time, appUrl: present.appUrl };
    switch (reading.outcome) {
      case 'malformed':
        return { status: 200, xml: refusalResponse(406, reading.detail, document) };
      case 'invalid':
        return { status: 200, xml: refusalResponse(400, reading.detail, document) };
    }
    const start = await startPunchOut({ db, sealer, authenticateKey }, reading, {
      origin: { time, ip, userAgent },
      retention: retentionOf(present),
    });
    switch (start.outcome) {
      case 'refused':
        log({ reason: start.reason });
        return { status: 200, xml: refusalResponse(401, UNAUTHORIZED, document) };
      case 'started': {
        log({ tokenId: start.tokenId, userId: start.userId });
        const startPage = `${present.appUrl}/punchout/cxml?token=${start.string.reveal()}`;
        return { status: 200, xml: setupResponse(startPage, document) };
      }
    }
  },
  refuseCxml,
);

/** The same whatever the private reason. */
const UNAUTHORIZED = 'The sender is not known here, or may not sign this user in.';
