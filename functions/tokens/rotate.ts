import { rotateToken } from '../../shared/token/rotate.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { cachedSettings } from '../runtime/settings.ts';
import { tokenStringView, tokenView } from '../views/token.ts';
import { viewerOf } from '../views/viewer.ts';
import { readTokenChange } from './path-token.ts';
import { tokenProblem } from './problems.ts';
import { rotateToken as route } from './routes.ts';

export const handler = adminHandler(route, async (request) => {
  const { body, audit } = request;
  const { id, context } = await readTokenChange(request);
  const settings = await cachedSettings(audit.time);
  const rotation = await rotateToken({ db, sealer }, id, body, context);
  if (rotation.outcome === 'bound_to_user') {
    throw new Problem('invalid_request', 'The reason of an impersonation is about its user.', {
      errors: [{ pointer: '/userId', detail: 'must be the user of the impersonation: make another one' }],
    });
  }
  if (rotation.outcome === 'overlap_refused') {
    const { purpose } = rotation;
    throw new Problem('invalid_request', 'A system keeps its link; a person is sent the new one.', {
      errors: [
        { pointer: '/overlap', detail: `must be 0 for ${purpose}: only tokens for procurement have one` },
      ],
    });
  }
  if (rotation.outcome !== 'changed') throw tokenProblem(rotation.outcome);
  const { token, user, string } = rotation;
  return {
    status: 200,
    headers: etag(token),
    body: { ...tokenView(token, user, viewerOf(request)), ...tokenStringView(string, token, settings) },
  };
});
