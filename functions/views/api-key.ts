import type { ApiKeyItem } from '../../shared/api-key/api-key-store.ts';
import { toSeconds, toTimestamp } from '../../shared/clock.ts';
import { idTime } from '../../shared/crypto/id.ts';

export const apiKeyView = ({
  id,
  name,
  role,
  domains,
  punchOut,
  expiresAt,
  createdBy,
  version,
}: ApiKeyItem) => ({
  id,
  name,
  role,
  domains: domains ?? null,
  identity: punchOut?.identity ?? null,
  domain: punchOut?.domain ?? null,
  userId: punchOut?.userId ?? null,
  userField: punchOut?.userField ?? null,
  expiresAt: expiresAt === undefined ? null : toTimestamp(expiresAt),
  createdAt: toTimestamp(toSeconds(idTime(id))),
  createdBy,
  version,
});
