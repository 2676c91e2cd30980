import type { ApiKeyItem } from '../../shared/api-key/api-key-store.ts';
import { toSeconds, toTimestamp } from '../../shared/clock.ts';
import { idTime } from '../../shared/crypto/id.ts';
import { domainsSeenBy, type Viewer } from './viewer.ts';

/** A key without its secret. */
export const apiKeyView = (
  {
    id,
    name,
    role,
    domains,
    punchOut,
    expiresAt,
    previousUntil = 0,
    lastUsedAt,
    createdBy,
    version,
  }: ApiKeyItem,
  viewer: Viewer,
) => ({
  id,
  name,
  role,
  domains: domainsSeenBy(viewer, domains),
  identity: punchOut?.identity ?? null,
  domain: punchOut?.domain ?? null,
  userId: punchOut?.userId ?? null,
  userField: punchOut?.userField ?? null,
  expiresAt: expiresAt === undefined ? null : toTimestamp(expiresAt),
  previousUntil: previousUntil > toSeconds(viewer.time) ? toTimestamp(previousUntil) : null,
  lastUsedAt: lastUsedAt > 0 ? toTimestamp(lastUsedAt) : null,
  createdAt: toTimestamp(toSeconds(idTime(id))),
  createdBy,
  version,
});
