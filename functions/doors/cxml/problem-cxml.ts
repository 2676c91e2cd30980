import { type CxmlStatus, refusalResponse } from '../../../shared/punchout/cxml-response.ts';
import type { ProblemFormat } from '../../http/middleware.ts';
import { PROBLEMS } from '../../http/problem.ts';
import { config } from '../../runtime/config.ts';

/**
 * A problem as a cXML document. HTTP answers 200 for `invalid_request` alone: any other status means that the document was
 * not processed, and the procurement system may send it again.
 */
export const problemCxml: ProblemFormat = async ({ code, message }, { state: { time } }) => {
  const { status } = PROBLEMS[code];
  const cxmlStatus: Exclude<CxmlStatus, 200> = status >= 500 ? 500 : 406;
  return {
    status: code === 'invalid_request' ? 200 : status,
    xml: refusalResponse(cxmlStatus, message, { time, appUrl: config.appUrl }),
  };
};
