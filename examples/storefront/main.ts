import { readFileSync } from 'node:fs';
import { readConfig } from './config.ts';
import { makeServer } from './http.ts';
import { connect } from './login-tokens.ts';
import { makeShop } from './shop.ts';

/** README.md lists the environment variables. */
try {
  const config = readConfig(process.env);
  const site = makeShop(config, await connect(config));
  const stylesheet = readFileSync(new URL('style.css', import.meta.url), 'utf8');
  makeServer(config, site, stylesheet).listen(config.port, 'localhost', () => {
    console.log(`storefront: ${config.shopUrl}`);
  });
} catch (error) {
  console.error(`storefront: ${error instanceof Error ? error.message : 'it did not start'}`);
  process.exitCode = 1;
}
