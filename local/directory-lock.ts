import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Claims a directory for this process, since two databases on the same files lose data. Returns what gives it
 * up; a process that was killed holds nothing. Throws when another process has claimed it.
 */
export async function claim(directory: string): Promise<() => Promise<void>> {
  const address = addressOf(directory);
  // Whoever listens at the address has the directory: an address is held by one process, and by no dead one.
  const server = createServer((socket) => socket.destroy());
  const listening = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
  try {
    await listening();
  } catch {
    if (await answers(address)) {
      throw new Error(`${directory} is in use by another process: stop that one, or start with --in-memory`);
    }
    // A killed process leaves the socket's file.
    unlinkSync(address);
    await listening();
  }
  return () => new Promise((closed) => server.close(() => closed()));
}

/** A short name for any directory: the paths of sockets have 100 characters or so. */
function addressOf(directory: string): string {
  const name = `login-tokens-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
