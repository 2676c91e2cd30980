import { createServer, type RequestListener } from 'node:http';
import { listen } from './listen.ts';

/** Listens on the loopback interface, IPv4 and IPv6. Returns a function that closes it after open requests. */
export async function startLoopbackServer(
  answer: RequestListener,
  port: number,
): Promise<() => Promise<void>> {
  // Clients resolve localhost to either address.
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
