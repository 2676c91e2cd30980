import { createServer, type Server } from 'node:net';

/** Makes `server` listen. Port 0: any free one. Resolves to the port; rejects when it is taken. */
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

/** Returns `port` if it is free, and throws if it is taken. Port 0: any free one. */
export async function freePort(port = 0): Promise<number> {
  const server = createServer();
  const free = await listen(server, port, '0.0.0.0');
  await new Promise((closed) => server.close(closed));
  return free;
}
