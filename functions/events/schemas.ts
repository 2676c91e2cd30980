import * as v from 'valibot';
import { HISTORY_TYPES } from '../../shared/event/event-types.ts';
import { described, listFields, oneOf, rangeEnd, text } from '../http/fields.ts';

/** Characters of the id of a principal: that of an identity has the subject of its provider. */
const PRINCIPAL_ID_MAX_LENGTH = 200;

/** The query string of `GET /events`. */
export const eventQuery = () =>
  listFields({
    from: described(v.optional(rangeEnd()), 'Events at this instant or later.'),
    to: described(v.optional(rangeEnd()), 'Events before this instant.'),
    type: described(v.optional(oneOf(HISTORY_TYPES)), 'Events of this type.'),
    by: described(
      v.optional(text(PRINCIPAL_ID_MAX_LENGTH)),
      'Events of the principal with this id, such as `key:…`.',
    ),
  });
