import { type DocsOf, page } from '../../docs/route-docs.ts';
import { DOOR } from '../docs.ts';
import type * as routes from './routes.ts';

const TO_OCI = { 307: { description: 'To the OCI door, with the same query and form.' } };

export const docs: DocsOf<typeof routes> = {
  getLoginPage: {
    summary: 'Show the page of a login link',
    group: 'Pages',
    description: 'With the `HOOK_URL` of a procurement system it leads to the OCI door.',
    answers: { 200: page('A page with a button.'), ...TO_OCI },
    problems: ['invalid_request', 'not_ready'],
    problemType: 'text/html',
  },
  postLoginPage: {
    ...DOOR,
    summary: 'Sign in with the form of the page',
    answers: { ...DOOR.answers, ...TO_OCI },
  },
};
