import type { GenericSchema, InferOutput } from 'valibot';
import type { AuditContext } from '../../shared/event/event.ts';
import type { Principal } from '../../shared/principal/principal.ts';
import type { XmlBody } from '../../shared/punchout/xml-encoding.ts';
import type { PathParameters, Route } from './route.ts';

/** A request as the handler of its route gets it: authenticated, permitted and parsed by the schemas of the route. */
export type HttpRequest<R extends Route> = {
  /** HEAD for a route of GET where a client asks for its headers alone. */
  method: string;
  params: PathParameters<R['path']>;
  query: R extends { tolerant: true } ? NameValuePairs : Parsed<R['query']>;
  /** The query string as it was sent, without its question mark. */
  rawQuery: string;
  body: R extends { bodyType: 'xml' }
    ? XmlBody
    : R extends { tolerant: true }
      ? NameValuePairs
      : Parsed<R['body']>;
  principal: R['permission'] extends 'public' ? undefined : Principal;
  /** The time, actor and origin of the request, for the history. */
  audit: AuditContext;
  header: HeaderLookup;
  /** Adds ids and outcomes to the log line of this request. */
  log(fields: LogFields): void;
};

type Parsed<Schema> = Schema extends () => GenericSchema ? InferOutput<ReturnType<Schema>> : undefined;

/** Looks a header up by its name in lower case. */
export type HeaderLookup = (name: string) => string | undefined;

/** The decoded names and values of a query string or a form, in their order. A name may occur more than once. */
export type NameValuePairs = readonly (readonly [name: string, value: string])[];

export type LogFields = {
  tokenId?: string | undefined;
  tokenIds?: readonly string[];
  userId?: string;
  sessionId?: string | undefined;
  /** The outcome for a token. */
  outcome?: string;
  /** The outcome for a code. */
  exchange?: string;
  reason?: string;
  /** The id of a principal that was removed. */
  offboarded?: string;
  /** The kind of a credential that was refused. The line then has the address of the caller, too. */
  credential?: 'api_key' | 'access_token' | 'client_secret' | 'cxml_sender' | 'origin_secret';
  /** The private reason why it was refused. */
  refusal?: string;
  /** The id of the key that was presented, where the credential has one. */
  keyId?: string | undefined;
};

/** A credential that was refused, for the log line. */
export type RefusedCredential = Required<Pick<LogFields, 'credential' | 'refusal'>> &
  Pick<LogFields, 'keyId'>;
