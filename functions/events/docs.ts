import { HISTORY_TYPES } from '../../shared/event/event-types.ts';
import { flag, object, oneOf, orNull, ref, type Schemas, text, timestamp } from '../docs/json-schema.ts';
import { type DocsOf, pageOf } from '../docs/route-docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  listEvents: {
    summary: 'List events',
    group: 'History',
    description: 'Newest first.',
    answers: { 200: pageOf('HistoryEvent') },
    problems: ['invalid_cursor'],
  },
};

export const schemas: Schemas = {
  HistoryType: oneOf(HISTORY_TYPES, 'What happened to a token, a user, a key or the settings.', 'HISTORY'),
  EventKind: oneOf(['attempts']),
  HistoryEvent: object({
    id: text('Names the event.'),
    type: ref('HistoryType'),
    at: timestamp('When it happened.'),
    by: ref('Actor'),
    ip: orNull(text('The IP address from which it was done.')),
    userAgent: orNull(text('The browser or program with which it was done.')),
    reason: orNull(text('Why a token was refused, or the reason that the administrator gave.')),
    previousString: flag(
      'Whether a token was redeemed by the string before its last rotation, during the overlap.',
    ),
    actor: orNull(ref('Actor')),
    tokenId: orNull(text('The id of the token concerned.')),
    userId: orNull(text('The id of the user concerned.')),
    keyId: orNull(text('The id of the API key concerned.')),
    principalId: orNull(text('The id of the identity that was removed or let in again.')),
  }),
};
