import { httpHandler } from '../../http/http-handler.ts';
import { problemPage } from '../problem-page.ts';
import { headLoginPage as route } from './routes.ts';
import { showPage } from './show-page.ts';

/** Answers as GET does for a person's link, and never uses a token: mail scanners send HEAD. */
export const handler = httpHandler(route, showPage, problemPage);
