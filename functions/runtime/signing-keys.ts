import { clock } from '../../shared/clock.ts';
import { signingKeyReader } from '../../shared/signing-key/signing-key-reader.ts';
import { getSigningKeys } from '../../shared/signing-key/signing-key-store.ts';
import type { SigningKeyReader } from '../../shared/signing-key/signing-keys.ts';
import { writeLogLine } from './log-line.ts';
import { signingKeySecret } from './signing-key-secret.ts';

/** The keys that sign and verify sessions. */
export const signingKeys: SigningKeyReader = signingKeyReader(async () => {
  try {
    return await getSigningKeys(signingKeySecret);
  } catch (error) {
    logUnreadKeys(error);
    throw error;
  }
});

/** An alarm watches this metric, since no request fails while old keys are served. */
function logUnreadKeys(error: unknown): void {
  writeLogLine(
    {
      level: 'error',
      secret: signingKeySecret.id,
      error: error instanceof Error ? error.name : typeof error,
    },
    [{ dimensions: ['secret'], metrics: [{ name: 'unread', unit: 'Count' }] }],
    { unread: 1 },
  );
}

// A cold start reads the keys while it loads. The first request repeats a read that fails.
signingKeys(clock()).catch(() => {});
