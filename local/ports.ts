import { freePort } from './listen.ts';

export type Ports = { service: number; shop: number; procurement: number; identityProvider: number };

/**
 * Returns the ports of a start: `first` and the three after it, or any free ones if it is 0. Throws when one that is used is
 * taken, before anything is started.
 */
export async function findPorts({ port: first, demo }: { port: number; demo: boolean }): Promise<Ports> {
  const at = (offset: number, used = true) => findPort(first && first + offset, used);
  return {
    service: await at(0),
    shop: await at(1, demo),
    procurement: await at(2, demo),
    identityProvider: await at(3),
  };
}

async function findPort(port: number, used: boolean): Promise<number> {
  if (!used) return port;
  try {
    return await freePort(port);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('is taken'))) throw error;
    throw new Error(
      `${error.message}: stop what listens there, or start with -- --port N, which takes N and the three after it`,
    );
  }
}
