import { PROBLEMS } from '../http/problem.ts';
import { count, listOf, object, oneOf, ref, type Schemas, text } from './json-schema.ts';

/** Schemas to which several resources refer. */
export const COMMON_SCHEMAS: Schemas = {
  Actor: object(
    {
      id: text('The id with its kind as a prefix: `key:` of an API key, `oidc:` of an identity.'),
      name: text('The name at the time.'),
    },
    { description: 'The author of a change.' },
  ),
  ProblemCode: oneOf(Object.keys(PROBLEMS), 'Closed: new codes come with a new version.'),
  Problem: object(
    {
      type: text('A URN that ends in the code.'),
      title: text('The kind of problem, for people.'),
      status: { type: 'integer', description: 'The HTTP status.' },
      code: ref('ProblemCode'),
      detail: text('What is wrong with this request, and what to do.'),
      requestId: text('Finds the request in the log.'),
    },
    { maybe: { errors: listOf(ref('FieldError')) }, description: 'RFC 9457.' },
  ),
  GatewayError: object(
    {},
    {
      maybe: { message: text('What is wrong.') },
      description: 'An error that no function of the service answered.',
    },
  ),
  FieldError: object({
    pointer: text('A JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter.'),
    detail: text('Completes “this field …”.'),
  }),
};

/** The member of a resource that its entity tag is made of. */
export const version = count(
  'Rises with every change by an administrator. The entity tag is the same in quotation marks.',
);
