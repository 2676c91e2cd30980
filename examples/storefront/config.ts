export type Config = {
  port: number;
  /** The public URL, without a trailing slash. Not taken from requests, whose `Host` the sender chooses. */
  shopUrl: string;
  /** The URL of Login Tokens. */
  serviceUrl: string;
  /** `iss` of the access tokens. */
  issuer: string;
  /** An API key of the role `storefront`. It never leaves the server. */
  apiKey: string;
  /** Origins that may show the catalogue in a frame. No other page can be framed. */
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
