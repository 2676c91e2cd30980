import { httpHandler } from '../../http/http-handler.ts';
import { formPairs, legacyLinkPairs } from '../link-pairs.ts';
import { problemPage } from '../problem-page.ts';
import { postOci as route } from './routes.ts';
import { signInBuyer } from './sign-in-buyer.ts';

export const handler = httpHandler(
  route,
  (request) => signInBuyer(request, [...legacyLinkPairs(request.rawQuery), ...formPairs(request.body)]),
  problemPage,
);
