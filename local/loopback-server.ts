import { createServer, type RequestListener } from 'node:http';
import { listen } from './listen.ts';

/** Listens on this machine alone. Returns what closes it once the requests under way are answered. */
export async function serveLocally(answer: RequestListener, port: number): Promise<() => Promise<void>> {
  // Clients resolve localhost to either.
  const servers = await Promise.all(
    ['127.0.0.1', '::1'].map(async (host) => {
      const server = createServer(answer);
      await listen(server, port, host).catch((error: NodeJS.ErrnoException) => {
        if (host === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')) return;
        throw error;
      });
      return server;
    }),
  );
  return async () => {
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  };
}
