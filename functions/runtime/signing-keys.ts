import { clock } from '../../shared/clock.ts';
import { signingKeyReader } from '../../shared/signing-key/signing-key-reader.ts';
import { getSigningKeys } from '../../shared/signing-key/signing-key-store.ts';
import type { KeyReader, SigningKeys } from '../../shared/signing-key/signing-keys.ts';
import { logUnreadKeys } from './log-unread-keys.ts';
import { keySecrets } from './signing-key-secret.ts';

/** The keys that sign and verify codes and sessions, for functions that declare `signingKeys: 'sign'`. */
export const signingKeys: KeyReader<SigningKeys> = signingKeyReader(
  logUnreadKeys(getSigningKeys, keySecrets.signing),
);

// A cold start reads the keys while it loads. The first request repeats a read that fails.
signingKeys(clock()).catch(() => {});
