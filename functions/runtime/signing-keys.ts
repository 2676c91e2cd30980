import { clock } from '../../shared/clock.ts';
import { keyRing } from '../../shared/signing-key/key-ring.ts';
import { readKeys } from '../../shared/signing-key/signing-key-store.ts';
import type { KeyRing } from '../../shared/signing-key/signing-keys.ts';
import { writeLogLine } from './log-line.ts';
import { keySecret } from './signing-key-secret.ts';

export const signingKeys: KeyRing = keyRing(async () => {
  try {
    return await readKeys(keySecret);
  } catch (error) {
    logUnread(error);
    throw error;
  }
});

/** While the keys that are held serve on, nobody else would tell: there is an alarm on it. */
function logUnread(error: unknown): void {
  writeLogLine(
    { level: 'error', secret: keySecret.id, error: error instanceof Error ? error.name : typeof error },
    [{ dimensions: ['secret'], metrics: [{ name: 'unread', unit: 'Count' }] }],
    { unread: 1 },
  );
}

// A cold start reads them while it loads the rest. What fails here is tried again by the first request, which
// tells its caller.
signingKeys(clock()).catch(() => {});
