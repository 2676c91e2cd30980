import { toSeconds, toTimestamp } from '../../shared/clock.ts';
import { idTime } from '../../shared/crypto/id.ts';
import type { KeyItem } from '../../shared/key/key-store.ts';

export const keyView = ({ id, name, role, domains, expiresAt, createdBy }: KeyItem) => ({
  id,
  name,
  role,
  domains: domains ?? null,
  expiresAt: expiresAt === undefined ? null : toTimestamp(expiresAt),
  createdAt: toTimestamp(toSeconds(idTime(id))),
  createdBy,
});
