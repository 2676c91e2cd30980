import { type DocsOf, page } from '../../docs/route-docs.ts';
import { DOOR } from '../docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  getLoginPage: {
    ...DOOR,
    summary: 'Show the page of a login link',
    description:
      'With the fields of a procurement system it is the OCI door, and redirects to the storefront.',
    answers: { 200: page('A page with a button.'), ...DOOR.answers },
  },
  headLoginPage: {
    summary: 'Check that a login link shows a page',
    group: 'Pages',
    answers: { 200: { description: 'It does.' } },
    problems: ['invalid_request', 'not_ready'],
    problemType: 'text/html',
  },
  postLoginPage: { ...DOOR, summary: 'Sign in with the form of the page' },
};
