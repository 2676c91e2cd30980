import { httpHandler } from '../../http/http-handler.ts';
import { legacyLinkPairs } from '../link-pairs.ts';
import { problemPage } from '../problem-page.ts';
import { postOci as route } from './routes.ts';
import { signInBuyer } from './sign-in-buyer.ts';

export const handler = httpHandler(
  route,
  (request) => signInBuyer(request, [...legacyLinkPairs(request.rawQuery), ...request.body]),
  problemPage,
);
