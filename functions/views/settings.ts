import { toTimestamp } from '../../shared/clock.ts';
import type { VersionedSettings } from '../../shared/settings/read.ts';

export const settingsView = ({ settings, version, updatedAt }: VersionedSettings) => ({
  ...settings,
  version,
  updatedAt: updatedAt === undefined ? null : toTimestamp(updatedAt),
});
