import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { clock } from '../../shared/clock.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import type { Incoming, Middleware } from './request.ts';

/**
 * One structured line per request, which is its metrics too (CloudWatch's embedded metric format). It has ids and
 * outcomes: never the event, its headers, its query string or its body.
 */
export function observe(route: string): Middleware {
  const finish = ({ event, response }: { event: Incoming; response?: unknown }) => {
    const { call } = event;
    const { statusCode } = response as APIGatewayProxyStructuredResultV2;
    const duration = clock() - call.time;
    const { outcome, exchange, reason } = call.fields;
    writeLogLine(
      {
        requestId: call.requestId,
        route,
        status: statusCode,
        duration,
        principal: call.principal?.id,
        ...call.fields,
        ...((outcome || exchange) && { reason: reason ?? 'none' }),
      },
      [
        { dimensions: ['route'], metrics: [{ name: 'duration', unit: 'Milliseconds' }] },
        ...(outcome
          ? [{ dimensions: ['outcome', 'reason'], metrics: [{ name: 'attempts', unit: 'Count' }] }]
          : []),
        ...(exchange
          ? [{ dimensions: ['exchange', 'reason'], metrics: [{ name: 'exchanges', unit: 'Count' }] }]
          : []),
      ],
      { ...(outcome && { attempts: 1 }), ...(exchange && { exchanges: 1 }) },
    );
  };
  return {
    before: ({ event }) => {
      const { requestId, http } = event.requestContext;
      event.call = { time: clock(), requestId, ip: http.sourceIp, fields: {} };
    },
    after: finish,
    onError: finish,
  };
}
