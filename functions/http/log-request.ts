import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { config } from '../runtime/config.ts';
import { type MetricGroup, writeLogLine } from '../runtime/log-line.ts';
import type { HttpEvent, Middleware } from './middleware.ts';

/**
 * Writes one log line per request, which carries its metrics too. It has ids and outcomes, and never the headers, the
 * query string or the body: they hold secrets. The first middleware: it sets the state that the others fill.
 */
export function logRequest(): Middleware {
  const finish = ({ event: { state, routeKey }, response }: { event: HttpEvent; response?: unknown }) => {
    const { statusCode } = response as APIGatewayProxyStructuredResultV2;
    const { outcome, exchange, refusal, reason = 'none' } = state.logFields;
    writeLogLine(
      {
        requestId: state.requestId,
        route: routeKey,
        status: statusCode,
        duration: clock() - state.time,
        principal: state.principal?.id,
        ...state.logFields,
        ...((outcome || exchange) && { reason }),
        ...(refusal && { ip: state.ip, service: config.appUrl }),
      },
      [
        DURATION,
        ...(outcome ? [ATTEMPTS] : []),
        ...(exchange ? [EXCHANGES] : []),
        ...(refusal ? REFUSED_CREDENTIALS : []),
      ],
      {
        ...(outcome && { attempts: 1 }),
        ...(exchange && { exchanges: 1 }),
        ...(refusal && { refusedCredentials: 1 }),
      },
    );
  };
  return {
    before: ({ event }) => {
      const { requestId, http } = event.requestContext;
      event.state = { time: clock(), requestId, ip: http.sourceIp, logFields: {} };
    },
    after: finish,
    onError: finish,
  };
}

const DURATION: MetricGroup = {
  dimensions: ['route'],
  metrics: [{ name: 'duration', unit: 'Milliseconds' }],
};
const ATTEMPTS: MetricGroup = {
  dimensions: ['outcome', 'reason'],
  metrics: [{ name: 'attempts', unit: 'Count' }],
};
const EXCHANGES: MetricGroup = {
  dimensions: ['exchange', 'reason'],
  metrics: [{ name: 'exchanges', unit: 'Count' }],
};
/** By reason for people, and by deployment for the alarm: another stack of the account has the same reasons. */
const REFUSED_CREDENTIALS: MetricGroup[] = [['credential', 'refusal'], ['service']].map((dimensions) => ({
  dimensions,
  metrics: [{ name: 'refusedCredentials', unit: 'Count' }],
}));
