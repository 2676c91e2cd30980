import type { GenericSchema, InferInput } from 'valibot';
import { USER_ID_CHARACTERS, USER_ID_MAX_BYTES } from '../../shared/user/limits.ts';
import type { ProblemCode } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { type JsonSchema, listOf, object, orNull, ref, text } from './json-schema.ts';

/** The documentation of a route: all that its declaration and its schemas do not say. */
export type RouteDocs<R = Route> = {
  summary: string;
  /** A heading of the reference. */
  group: 'Tokens' | 'Sessions' | 'Users' | 'Keys' | 'Settings' | 'History' | 'Pages' | 'Service';
  description?: string;
  /** The name of the body's schema. */
  request?: string;
  /** Descriptions of the fields of the body, for a route whose bundle leaves them out. */
  fields?: Readonly<Record<FieldOf<R>, string>>;
  /** The answers of success, by status. */
  answers: Readonly<Record<number, Answer>>;
  /** The problems that its handler answers, beside those of every route that is declared alike. */
  problems?: readonly ProblemCode[];
  /** The schema of the id in the path. */
  id?: JsonSchema;
  /** The media type of a problem, where it is no problem document. */
  problemType?: 'text/html' | 'text/xml';
  /** Conditional and idempotency headers that the handler reads. */
  headers?: readonly (keyof typeof REQUEST_HEADERS)[];
};

/** JSON where there is a schema, of another type where there is a type, else without a body. */
type Answer = { description: string; schema?: JsonSchema; type?: string; page?: NamedPage };

/** The schema of a page of a list, with the name that clients know it by. */
type NamedPage = { name: string; schema: JsonSchema };

type FieldOf<R> = R extends { body: () => infer Body extends GenericSchema } ? keyof InferInput<Body> : never;

/** The documentation of the routes of a resource, by the names of their constants: each has one. */
export type DocsOf<Routes> = { readonly [Name in keyof Routes]: RouteDocs<Routes[Name]> };

/** The headers of a conditional request (RFC 9110, section 13). */
export const CONDITIONAL = ['If-Match', 'If-None-Match'] as const;

const ENTITY_TAGS = '^(\\*|(W/)?"[\\x21\\x23-\\x7e]*"([ \\t]*,[ \\t]*(W/)?"[\\x21\\x23-\\x7e]*")*)$';

export const REQUEST_HEADERS = {
  'Idempotency-Key': {
    description:
      'Visible ASCII characters, no secret. The same key and request yield the same token for 24 hours.',
    schema: { ...text(), maxLength: 64, pattern: '^[\\x21-\\x7e]{1,64}$' },
  },
  'If-Match': {
    description: 'Entity tags (RFC 9110): the version that the request is meant for is one of them.',
    schema: { ...text(), pattern: ENTITY_TAGS },
  },
  'If-None-Match': {
    description: 'Entity tags (RFC 9110): the version is none of them. `*`: create, and do not replace.',
    schema: { ...text(), pattern: ENTITY_TAGS },
  },
} as const;

/** The id of a token or a key in a path. */
export const ID = { ...text(), pattern: '^[0-9A-Za-z]{22}$' };

/** The id of a user in a path. */
export const USER_ID = { ...text(), minLength: 1, maxLength: USER_ID_MAX_BYTES, pattern: USER_ID_CHARACTERS };

/** An answer of this schema. */
export const answer = (name: string, description: string): Answer => ({ description, schema: ref(name) });

/** An answer with a page of a list. */
export const pageOf = (name: string): Answer => {
  const schema = object({
    items: listOf(ref(name)),
    nextCursor: orNull(text('The `cursor` of the next page; null: this is the last one.')),
  });
  const page = { name: `${name}Page`, schema };
  return { description: 'A page of the list.', schema: ref(page.name), page };
};

/** An answer for a browser. */
export const page = (description: string): Answer => ({ description, type: 'text/html' });

export const noContent = (description: string): Answer => ({ description });
