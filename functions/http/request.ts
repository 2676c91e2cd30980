import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { GenericSchema, InferOutput } from 'valibot';
import type { AuditContext } from '../../shared/event/event.ts';
import type { Principal } from '../../shared/principal/principal.ts';
import type { Page } from '../pages/layout.ts';
import type { Problem } from './problem.ts';
import type { PathParameters, Route } from './route.ts';

type Parsed<Schema> = Schema extends () => GenericSchema ? InferOutput<ReturnType<Schema>> : undefined;

/** What a handler is given: everything checked, nothing of HTTP left to parse. */
export type Call<R extends Route> = {
  params: PathParameters<R['path']>;
  query: R extends { tolerant: true } ? Pairs : Parsed<R['query']>;
  body: R extends { bodyType: 'xml' } ? string : R extends { tolerant: true } ? Pairs : Parsed<R['body']>;
  principal: R['permission'] extends 'public' ? undefined : Principal;
  /** When, by whom and from where this request came: what the history will say of it. */
  audit: AuditContext;
  /** A header's value, by its name in lower case. */
  header(name: string): string | undefined;
  /** Adds to the log line of this request. Ids and outcomes only. */
  log(fields: LogFields): void;
};

/** Names and values as they came, in their order. */
export type Pairs = readonly (readonly [string, string])[];

export type LogFields = {
  tokenId?: string | undefined;
  tokenIds?: readonly string[];
  userId?: string;
  sessionId?: string | undefined;
  outcome?: string;
  /** What became of a code; `outcome` is what became of a token. */
  exchange?: string;
  reason?: string;
};

export type Reply = {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  page?: Page;
  xml?: string;
};

/** What a route makes of a problem for those who cannot read JSON. */
export type Refuse = (problem: Problem, event: Incoming) => Promise<Reply>;

/** What the stack knows of a request on its way to the handler. */
export type CallState = {
  /** Epoch milliseconds. */
  time: number;
  requestId: string;
  /** Of whoever asks. */
  ip: string;
  principal?: Principal;
  query?: unknown;
  body?: unknown;
  fields: LogFields;
};

export type Incoming = APIGatewayProxyEventV2 & { call: CallState };
export type Middleware = MiddlewareObj<Incoming, Reply | APIGatewayProxyStructuredResultV2>;
