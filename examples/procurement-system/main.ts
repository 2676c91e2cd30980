import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Markup, markup } from '../storefront/markup.ts';

/** Imitates a procurement system: opens a catalogue by OCI or cXML, and shows the returned basket. Stores nothing. */
const { PORT = '4002', SERVICE_URL = '', CATALOGUE_URL = '' } = process.env;
/** Credentials for cXML, which is not offered without a secret. */
const { CXML_DOMAIN = '', CXML_IDENTITY = '', CXML_SECRET = '' } = process.env;
// Another site than `localhost`, so that browsers treat its cookies and frames as cross-site.
const OWN_URL = `http://127.0.0.1:${PORT}`;
const HOOK_URL = `${OWN_URL}/basket?buyer=7&step=%C3%A4`;

const OCI_FIELDS = { HOOK_URL, '~OkCode': 'ADDI', '~TARGET': '_top', '~CALLER': 'CTLG', OCI_VERSION: '4.0' };

const page = (title: string, content: Markup): Markup => markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>
`;

function startPage(): Markup {
  const catalogue = new URL(CATALOGUE_URL);
  const fields = [...catalogue.searchParams, ...Object.entries(OCI_FIELDS)];
  const inputs = fields.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`);
  const action = catalogue.origin + catalogue.pathname;
  return page(
    'Pretend procurement system',
    markup`<p>Open the catalogue of the demo shop:</p>
<form method="get" action="${action}">${inputs}<button>by OCI, with GET</button></form>
<form method="post" action="${action}">${inputs}<button>by OCI, with POST</button></form>
${CXML_SECRET === '' ? undefined : markup`<form method="post" action="/cxml"><button>by cXML</button></form>`}`,
  );
}

const basketPage = (fields: Iterable<[string, string]>): Markup =>
  page(
    'A basket has come back',
    markup`<table>${[...fields].map(
      ([name, value]) => markup`<tr><th scope="row">${name}</th><td><pre>${value}</pre></td></tr>`,
    )}</table><p><a href="/">Again</a></p>`,
  );

/** Sends a PunchOutSetupRequest. Returns the start page for the buyer's browser. */
async function requestPunchOut(): Promise<string> {
  const identity = markup`<Identity>${CXML_IDENTITY}</Identity>`;
  const request = markup`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.060/cXML.dtd">
<cXML payloadID="${crypto.randomUUID()}@procurement.example" timestamp="${new Date().toISOString()}">
  <Header>
    <From><Credential domain="${CXML_DOMAIN}">${identity}</Credential></From>
    <To><Credential domain="NetworkId"><Identity>demo-shop</Identity></Credential></To>
    <Sender>
      <Credential domain="${CXML_DOMAIN}">${identity}<SharedSecret>${CXML_SECRET}</SharedSecret></Credential>
      <UserAgent>Pretend procurement system</UserAgent>
    </Sender>
  </Header>
  <Request>
    <PunchOutSetupRequest operation="create">
      <BuyerCookie>buyer &amp; cookie &lt;7&gt;</BuyerCookie>
      <BrowserFormPost><URL>${HOOK_URL}</URL></BrowserFormPost>
    </PunchOutSetupRequest>
  </Request>
</cXML>`;
  const response = await fetch(`${SERVICE_URL}/punchout/cxml`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml; charset=utf-8' },
    body: request.markup,
    // The document holds the secret of this system.
    redirect: 'error',
  });
  const url = /<URL>([^<]+)<\/URL>/.exec(await response.text())?.[1]?.replaceAll('&amp;', '&');
  if (url === undefined) throw new Error(`the service answered ${response.status} to a set-up request`);
  return url;
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 2rem auto; padding: 0 1.25rem; }
form { margin: 0 0 .75rem; } button { font: inherit; padding: .5rem 1rem; }
th { text-align: start; vertical-align: top; padding-inline-end: 1rem; font-weight: 500; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }`;

type Answer = { status?: number; location?: string; page?: Markup; style?: string };

async function answer(request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', OWN_URL);
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return { page: startPage() };
    case 'GET /style.css':
      return { style: STYLE };
    case 'POST /basket':
      return { page: basketPage(new URLSearchParams(await text(request))) };
    case 'POST /cxml':
      return { status: 303, location: await requestPunchOut() };
    default:
      return { status: 404, page: page('Nothing here', markup``) };
  }
}

createServer(async (request, response) => {
  try {
    const { status = 200, location, page, style } = await answer(request);
    response.writeHead(status, {
      ...(location !== undefined && { Location: location }),
      'Content-Type': `${style === undefined ? 'text/html' : 'text/css'}; charset=utf-8`,
      'Content-Security-Policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    });
    response.end(style ?? page?.markup);
  } catch (error) {
    console.error(`procurement system: ${error instanceof Error ? error.message : 'it failed'}`);
    response.writeHead(500).end();
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`procurement system: ${OWN_URL}`));
