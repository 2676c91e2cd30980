import type { demoAddresses } from './demo-programs.ts';
import type { Demo } from './demo-shop.ts';
import { DEMO_NAMES } from './identities.ts';

type Running = {
  url: string;
  adminKey: string;
  /** Undefined: nothing is kept. */
  directory: string | undefined;
  /** An engine that ran already has the data, and the directory has only keys. */
  otherEngine: string | undefined;
  logFile: string;
  demo: (Demo & { addresses: ReturnType<typeof demoAddresses> }) | undefined;
};

/** What the terminal shows last: addresses, keys, links, what to open first, and where everything is. */
export function summaryOf(running: Running): string {
  const { url, adminKey, logFile, demo } = running;
  return [
    '',
    `ready ${url}  administrator key: ${adminKey}`,
    '',
    `console: ${url}/console/  sign in there as one of ${DEMO_NAMES}, or with the key`,
    `reference: ${url}/docs`,
    `try: curl -H 'Authorization: Bearer ${adminKey}' ${url}/tokens`,
    '',
    ...(demo ? demoLines(demo, running) : ['example data, and a shop to sign in to: npm start -- --demo']),
    '',
    `data: ${placeOfData(running)}`,
    `log lines: ${logFile}`,
    'Ctrl-C ends it',
  ].join('\n');
}

function placeOfData({ directory, otherEngine }: Running): string {
  if (otherEngine !== undefined)
    return `the DynamoDB at ${otherEngine}${directory === undefined ? '' : `, and keys in ${directory}`}`;
  return directory ?? 'in memory, nothing is kept';
}

function demoLines(
  { addresses, storefrontKey, links, examples }: NonNullable<Running['demo']>,
  { directory, otherEngine }: Running,
): string[] {
  const { shopUrl, procurementUrl } = addresses;
  const anew =
    directory === undefined || otherEngine !== undefined ? '' : `; to have it made anew, delete ${directory}`;
  const lines = [`storefront key: ${storefrontKey}`, `demo shop: ${shopUrl}`];
  if (links)
    lines.push(
      `sign in as Jane Doe: ${links.login}`,
      `act as Jane Doe: ${links.impersonation}`,
      `procurement system: ${procurementUrl}`,
      `OCI: ${links.catalogue}&HOOK_URL=${encodeURIComponent(`${procurementUrl}/basket`)}`,
      '',
      'open first: the console, as Ada Admin; then «sign in as Jane Doe», which leads to the shop and works once',
    );
  switch (examples.outcome) {
    case 'made':
      return lines;
    case 'kept':
      lines.push(
        links
          ? `example data: of ${examples.since.slice(0, 10)}${anew}`
          : `no links to try: users of the example data were deleted${anew}`,
      );
      return lines;
    case 'none':
      lines.push('no example data: the database had users already');
      return lines;
  }
}
