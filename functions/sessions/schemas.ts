import * as v from 'valibot';
import { ATTEMPT_ID_MAX_LENGTH } from '../../shared/token/limits.ts';
import { described, fields, knownFields, text } from '../http/fields.ts';

/** The body of `POST /sessions/exchange`. Described in `docs.ts`: this bundle is loaded on every sign-in. */
export const exchangeRequest = () =>
  fields({ code: v.string('must be text'), attemptId: v.optional(text(ATTEMPT_ID_MAX_LENGTH)) });

/** The form of RFC 7662, section 2.1, and RFC 7009, section 2.1. `authenticateClient` reads the last two fields. */
export const accessTokenForm = () =>
  knownFields({
    token: described(
      v.pipe(v.string('must be text'), v.minLength(1, 'must not be empty')),
      'The access token of the session: a secret.',
    ),
    token_type_hint: described(v.optional(v.string()), 'Ignored: there is one type of token.'),
    client_id: described(v.optional(v.string()), 'The id of the key, where it is sent as `client_secret`.'),
    client_secret: described(v.optional(v.string()), 'The key, where no header has it: a secret.'),
  });
