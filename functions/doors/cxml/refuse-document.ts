import { type CxmlStatus, refusalResponse } from '../../../shared/punchout/cxml-response.ts';
import type { Refuse } from '../../http/call.ts';
import { PROBLEMS } from '../../http/problem.ts';
import { config } from '../../runtime/config.ts';

/**
 * A problem with the request as such, in place of a problem document. Of what failed on our side HTTP tells too: then a
 * procurement system takes its document for not delivered, and may send it again. So it does of what was not read at all.
 */
export const refuseCxml: Refuse = async ({ code, message }, { call: { time } }) => {
  const { status } = PROBLEMS[code];
  const said: Exclude<CxmlStatus, 200> = status >= 500 ? 500 : 406;
  return {
    status: code === 'invalid_request' ? 200 : status,
    xml: refusalResponse(said, message, { time, appUrl: config.appUrl }),
  };
};
