import { readFileSync } from 'node:fs';

/**
 * Ends an older Node with one sentence, before it says ERR_UNKNOWN_FILE_EXTENSION of a file of TypeScript. Commands load it
 * first: `node --import ./check-node.js FILE`. It is JavaScript, since every Node runs that.
 */
const needed = readFileSync(new URL('.nvmrc', import.meta.url), 'utf8').trim();

if (Number.parseInt(process.versions.node, 10) < Number(needed)) {
  console.error(
    `login-tokens: this is Node.js ${process.versions.node}, and files run on ${needed}: use «npm start», «npm run …» or «npx cdk …», for which «npm install» brings it along («npm rebuild node --ignore-scripts=false» where install scripts are off)`,
  );
  process.exit(1);
}
