export type Config = {
  port: number;
  /** Where browsers find this shop, without a slash at the end. Never taken from a request: `Host` is the sender's to choose. */
  shopUrl: string;
  /** Where the Login Tokens service answers. */
  serviceUrl: string;
  /** What the service calls itself in the access tokens that it signs. */
  issuer: string;
  /** This shop's API key, of the role `storefront`. It stays on the server. */
  apiKey: string;
  /** Who may show the catalogue in a frame; nobody may show the rest. */
  frameAncestors: readonly string[];
};

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env.PORT ?? 4001);
  const serviceUrl = withoutSlash(required(env, 'SERVICE_URL'));
  return {
    port,
    serviceUrl,
    shopUrl: withoutSlash(env.SHOP_URL || `http://localhost:${port}`),
    issuer: withoutSlash(env.ISSUER || serviceUrl),
    apiKey: required(env, 'STOREFRONT_KEY'),
    frameAncestors: env.FRAME_ANCESTORS?.split(' ').filter((origin) => origin !== '') ?? [],
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is missing from the environment`);
  return value;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
