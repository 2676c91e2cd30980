import { isId } from '../../shared/crypto/id.ts';
import { deleteTokens } from '../../shared/token/delete.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { db } from '../runtime/database.ts';
import { tokenRetention } from '../runtime/settings.ts';
import { deleteTokens as route } from './routes.ts';

export const handler = adminHandler(route, async ({ body, principal, audit, log }) => {
  const texts = [...new Set(body.ids)];
  const ids = texts.filter(isId);
  log({ tokenIds: ids });
  const { deleted, notFound, failed } = await deleteTokens(db, ids, {
    audit,
    scope: principal.scope,
    retention: await tokenRetention(audit.time),
  });
  return {
    status: 200,
    body: { deleted, notFound: [...notFound, ...texts.filter((text) => !isId(text))], failed },
  };
});
