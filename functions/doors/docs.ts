import { page, type RouteDocs } from '../docs/route-docs.ts';

/** The documentation that the routes of all doors share: they sign in, and refuse with a page. */
export const DOOR = {
  group: 'Pages',
  answers: {
    200: page('With `responseMode` `form_post`: a page that posts a code to the storefront.'),
    303: { description: 'To the storefront, with a code to exchange.' },
  },
  problems: ['invalid_request', 'token_refused', 'not_ready'],
  problemType: 'text/html',
} as const satisfies Omit<RouteDocs, 'summary'>;
