import type { SigningKeySecret } from '../../shared/signing-key/signing-key-store.ts';
import { writeLogLine } from './log-line.ts';

/** Reads keys. An alarm watches the metric of a read that fails, since no request does while old keys are served. */
export const logUnreadKeys =
  <Keys>(read: (secret: SigningKeySecret) => Promise<Keys>, secret: SigningKeySecret) =>
  async (): Promise<Keys> => {
    try {
      return await read(secret);
    } catch (error) {
      writeLogLine(
        { level: 'error', secret: secret.id, error: error instanceof Error ? error.name : typeof error },
        [{ dimensions: ['secret'], metrics: [{ name: 'unread', unit: 'Count' }] }],
        { unread: 1 },
      );
      throw error;
    }
  };
