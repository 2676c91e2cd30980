import { toTimestamp } from '../../shared/clock.ts';
import type { User } from '../../shared/user/user.ts';

export const userView = ({
  id,
  type,
  name,
  email,
  phone,
  locale,
  disabled,
  createdAt,
  updatedAt,
  version,
}: User) => ({
  id,
  type,
  name,
  email: email ?? null,
  phone: phone ?? null,
  locale: locale ?? null,
  disabled,
  createdAt: toTimestamp(createdAt),
  updatedAt: toTimestamp(updatedAt),
  version,
});
