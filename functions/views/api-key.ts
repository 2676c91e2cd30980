import type { ApiKeyItem } from '../../shared/api-key/api-key-store.ts';
import { toSeconds, toTimestamp } from '../../shared/clock.ts';
import { idTime } from '../../shared/crypto/id.ts';

/** A key without its secret. `time` is epoch milliseconds. */
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
  time: number,
) => ({
  id,
  name,
  role,
  domains: domains ?? null,
  identity: punchOut?.identity ?? null,
  domain: punchOut?.domain ?? null,
  userId: punchOut?.userId ?? null,
  userField: punchOut?.userField ?? null,
  expiresAt: expiresAt === undefined ? null : toTimestamp(expiresAt),
  previousUntil: previousUntil > toSeconds(time) ? toTimestamp(previousUntil) : null,
  lastUsedAt: lastUsedAt > 0 ? toTimestamp(lastUsedAt) : null,
  createdAt: toTimestamp(toSeconds(idTime(id))),
  createdBy,
  version,
});
