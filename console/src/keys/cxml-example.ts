import type { Key } from '../../../client/src/index.ts';
import { CONTACT_EMAIL, USER_FIELDS } from '../../../shared/punchout/cxml-user.ts';

/** What a partner fills in. The secret is the key, which is handed over apart from the sheet. */
export const PLACEHOLDERS = {
  secret: 'THE-KEY',
  domain: 'YOUR-DOMAIN',
  identity: 'YOUR-IDENTITY',
} as const;

/** What a partner needs to know of a key for cXML. */
export type CxmlKey = Pick<Key, 'identity' | 'domain' | 'domains' | 'userId' | 'userField'>;

/** The PunchOutSetupRequest (cXML 1.2) of a partner with this key; undefined: with a key that is not made yet. */
export function cxmlExample(key: CxmlKey | undefined): string {
  const domain = escaped(key?.domain ?? PLACEHOLDERS.domain);
  const identity = `<Identity>${escaped(key?.identity ?? PLACEHOLDERS.identity)}</Identity>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.060/cXML.dtd">
<cXML payloadID="1@your-system.example" timestamp="2026-01-31T12:00:00Z">
  <Header>
    <From><Credential domain="${domain}">${identity}</Credential></From>
    <To><Credential domain="NetworkId"><Identity>OUR-IDENTITY</Identity></Credential></To>
    <Sender>
      <Credential domain="${domain}">
        ${identity}
        <SharedSecret>${PLACEHOLDERS.secret}</SharedSecret>
      </Credential>
      <UserAgent>Your system</UserAgent>
    </Sender>
  </Header>
  <Request>
    <PunchOutSetupRequest operation="create">
      <BuyerCookie>your-session</BuyerCookie>
${lines(extrinsicOf(key), '      <BrowserFormPost><URL>https://your-system.example/basket</URL></BrowserFormPost>', contactOf(key))}
    </PunchOutSetupRequest>
  </Request>
</cXML>
`;
}

/** Whether the document has to name the user: a key for one user asks for none. */
const namesUser = (key: CxmlKey | undefined): key is CxmlKey => key !== undefined && key.userId === null;

const addressOf = ({ domains }: CxmlKey): string =>
  escaped(`buyer@${domains?.[0] ?? 'your-company.example'}`);

const extrinsicOf = (key: CxmlKey | undefined): string | undefined =>
  namesUser(key) && key.userField !== CONTACT_EMAIL
    ? `      <Extrinsic name="${escaped(key.userField ?? USER_FIELDS[0])}">${addressOf(key)}</Extrinsic>`
    : undefined;

const contactOf = (key: CxmlKey | undefined): string | undefined =>
  namesUser(key) && key.userField === CONTACT_EMAIL
    ? `      <Contact role="endUser"><Name xml:lang="en">A buyer</Name><Email>${addressOf(key)}</Email></Contact>`
    : undefined;

const lines = (...given: readonly (string | undefined)[]): string =>
  given.filter((line) => line !== undefined).join('\n');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
