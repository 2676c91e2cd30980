import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Principal } from '../../shared/principal/principal.ts';
import type { Problem } from './problem.ts';
import type { LogFields } from './request.ts';
import type { HttpResponse } from './response.ts';

/** The event of API Gateway, with the results of the middleware that it has passed. */
export type HttpEvent = APIGatewayProxyEventV2 & { state: RequestState };

export type RequestState = {
  /** The instant of arrival, in epoch milliseconds. */
  time: number;
  requestId: string;
  /** The client's address. */
  ip: string;
  principal?: Principal;
  query?: unknown;
  body?: unknown;
  /** Fields of the log line that the handler adds. */
  logFields: LogFields;
};

/** Writes a problem as JSON, as a page or as XML, whichever the clients of a route can read. */
export type ProblemFormat = (problem: Problem, event: HttpEvent) => Promise<HttpResponse>;

export type Middleware = MiddlewareObj<HttpEvent, HttpResponse | APIGatewayProxyStructuredResultV2>;
