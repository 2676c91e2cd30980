import { clock } from '../../shared/clock.ts';
import { publishedKeyReader } from '../../shared/signing-key/signing-key-reader.ts';
import { getPublishedKeys } from '../../shared/signing-key/signing-key-store.ts';
import type { KeyReader, PublishedKeys } from '../../shared/signing-key/signing-keys.ts';
import { logUnreadKeys } from './log-unread-keys.ts';
import { keySecrets } from './signing-key-secret.ts';

/** The public halves of the keys, for functions that declare `signingKeys: 'verify'`. */
export const publishedKeys: KeyReader<PublishedKeys> = publishedKeyReader(
  logUnreadKeys(getPublishedKeys, keySecrets.published),
);

// A cold start reads the keys while it loads. The first request repeats a read that fails.
publishedKeys(clock()).catch(() => {});
