import { httpHandler } from '../../http/http-handler.ts';
import { refusePage } from '../problem-page.ts';
import { headLoginPage as route } from './routes.ts';
import { showPage } from './show-page.ts';

/** Answers as GET would show the page. It is never the OCI door, whatever the link carries. */
export const handler = httpHandler(route, showPage, refusePage);
