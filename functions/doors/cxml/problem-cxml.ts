import { type CxmlStatus, refusalResponse } from '../../../shared/punchout/cxml-response.ts';
import type { ProblemFormat } from '../../http/middleware.ts';
import { PROBLEMS } from '../../http/problem.ts';
import { config } from '../../runtime/config.ts';

/**
 * A problem as a cXML document. Only `invalid_request` is answered with 200. Every other status means that the document
 * was not processed, and the procurement system may send it again.
 */
export const refuseCxml: ProblemFormat = async ({ code, message }, { state: { time } }) => {
  const { status } = PROBLEMS[code];
  const said: Exclude<CxmlStatus, 200> = status >= 500 ? 500 : 406;
  return {
    status: code === 'invalid_request' ? 200 : status,
    xml: refusalResponse(said, message, { time, appUrl: config.appUrl }),
  };
};
