import { createServer, type Server } from 'node:net';

/** Makes `server` listen; port 0 leaves the choice to the system. Resolves to the port. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken`) : error),
    );
    server.listen(port, host, () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
    });
  });
}

/**
 * `wanted` if nothing listens there, and throws if something does; without it, a port that the system
 * chooses.
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  const port = await listen(server, wanted, '0.0.0.0');
  await new Promise((closed) => server.close(closed));
  return port;
}
