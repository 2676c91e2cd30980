import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Locks a directory, since two databases on the same files lose data. Returns a function that unlocks it; the end of
 * this process unlocks it too. Throws when another process holds the lock.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = socketPath(directory);
  // The lock is a listening socket: the operating system closes it with the process.
  const server = createServer((socket) => socket.destroy());
  const listening = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  try {
    await listening();
  } catch {
    if (await answers(path)) {
      throw new Error(`${directory} is in use by another process: stop that one, or start with --in-memory`);
    }
    // A killed process leaves the socket's file.
    unlinkSync(path);
    await listening();
  }
  return () => new Promise((closed) => server.close(() => closed()));
}

/** A digest of the directory: paths of sockets are limited to about 100 characters. */
function socketPath(directory: string): string {
  const name = `login-tokens-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
