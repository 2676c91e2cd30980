import { httpHandler } from '../../http/http-handler.ts';
import { refusePage } from '../problem-page.ts';
import { postOci as route } from './routes.ts';
import { openCatalogue } from './sign-in-buyer.ts';

export const handler = httpHandler(
  route,
  (call) => openCatalogue(call, [...call.query, ...call.body]),
  refusePage,
);
