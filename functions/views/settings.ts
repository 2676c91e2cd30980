import { toTimestamp } from '../../shared/clock.ts';
import type { VersionedSettings } from '../../shared/settings/get.ts';

export const settingsView = ({ settings, version, updatedAt }: VersionedSettings) => ({
  ...settings,
  version,
  updatedAt: updatedAt === undefined ? null : toTimestamp(updatedAt),
});
