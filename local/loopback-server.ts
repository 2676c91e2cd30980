import { createServer, type RequestListener } from 'node:http';
import { listen } from './listen.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Listens on the loopback interface, IPv4 and IPv6, for requests to its names and to the host of `url`. Returns a function
 * that closes it after open requests.
 */
export async function startLoopbackServer(
  listener: RequestListener,
  port: number,
  { url }: { url?: string | undefined } = {},
): Promise<() => Promise<void>> {
  const answer = refuseForeignHosts(listener, url === undefined ? [] : [new URL(url).hostname]);
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

/**
 * Answers 421 (RFC 9110, section 15.5.20) to a request for another host. A page of any website can give its own name the
 * address of this machine (DNS rebinding), and then read what local servers answer.
 */
export function refuseForeignHosts(answer: RequestListener, hosts: readonly string[] = []): RequestListener {
  const known = [...LOOPBACK, ...hosts];
  return (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d*$/, '').toLowerCase();
    if (known.includes(host)) return answer(request, response);
    response.writeHead(421, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`This server answers requests to ${known.join(', ')} and to no other host.\n`);
  };
}
