import { parseCxmlRequest } from '../../../shared/punchout/cxml-request.ts';
import { profileResponse, refusalResponse, setupResponse } from '../../../shared/punchout/cxml-response.ts';
import {
  authenticateSender,
  type PunchOutRefusal,
  type RefusedSender,
  startPunchOut,
} from '../../../shared/punchout/start.ts';
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
    const request = parseCxmlRequest(body);
    const settings = await cachedSettings(time);
    const document = { time, appUrl: settings.appUrl };
    const door = `${settings.appUrl}/punchout/cxml`;
    const refuse = (code: Parameters<typeof refusalResponse>[0], detail: string) => ({
      status: 200,
      xml: refusalResponse(code, detail, document),
    });
    const unauthorized = (reason: PunchOutRefusal, credential?: RefusedSender) => {
      log({
        reason,
        ...(credential && { credential: 'cxml_sender', refusal: credential.reason, keyId: credential.keyId }),
      });
      return refuse(401, UNAUTHORIZED);
    };
    switch (request.outcome) {
      case 'malformed':
        return refuse(406, request.detail);
      case 'invalid':
        return refuse(400, request.detail);
      case 'unsupported':
        return refuse(450, request.detail);
      case 'profile': {
        const { sender } = request;
        if (!sender) return unauthorized('no_sender');
        const result = await authenticateSender(authenticateApiKey, sender, time);
        if (result.outcome === 'refused') return unauthorized('unknown_sender', result.sender);
        return { status: 200, xml: profileResponse(door, document) };
      }
    }
    const start = await startPunchOut({ db, sealer, authenticateApiKey }, request, {
      audit: { time, ip, userAgent },
      retention: retentionOf(settings),
    });
    if (start.outcome === 'refused') return unauthorized(start.reason, start.sender);
    log({ tokenId: start.tokenId, userId: start.userId });
    return { status: 200, xml: setupResponse(`${door}?token=${start.string.reveal()}`, document) };
  },
  problemCxml,
);

/** The same for every private reason. */
const UNAUTHORIZED = 'The sender is not known here, or may not sign this user in.';
