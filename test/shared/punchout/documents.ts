/** PunchOutSetupRequests as procurement systems send them, written for these tests. */

export type Sent = {
  domain: string;
  identity: string;
  secret: string;
  operation: string;
  cookie: string;
  post: string;
  /** Elements of the request after BrowserFormPost. */
  more: string;
};

const SENT: Sent = {
  domain: 'NetworkId',
  identity: 'AN01000000087',
  secret: 'unknown',
  operation: 'create',
  cookie: '1CX3L4843PPZO',
  post: 'https://s1.buyer.example/ad/punchin?cxml=1&amp;session=a%2Fb',
  more: '',
};

/** Much as SAP Ariba's: indented, with a DTD, several credentials of From, a contact and an address. */
export function aribaRequest(sent: Partial<Sent> = {}): string {
  const { domain, identity, secret, operation, cookie, post, more } = { ...SENT, ...sent };
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.040/cXML.dtd">
<cXML payloadID="1763794800123-4711@buyer.example" timestamp="2026-11-22T08:00:00+01:00" xml:lang="en-US">
  <Header>
    <From>
      <Credential domain="NetworkId"><Identity>AN01000000001</Identity></Credential>
      <Credential domain="DUNS"><Identity>123456789</Identity></Credential>
    </From>
    <To>
      <Credential domain="DUNS"><Identity>987654321</Identity></Credential>
    </To>
    <Sender>
      <Credential domain="${domain}">
        <Identity>${identity}</Identity>
        <SharedSecret>
          ${secret}
        </SharedSecret>
      </Credential>
      <UserAgent>Buyer 13.2</UserAgent>
    </Sender>
  </Header>
  <Request deploymentMode="production">
    <PunchOutSetupRequest operation="${operation}">
      <BuyerCookie>${cookie}</BuyerCookie>
      <Extrinsic name="CostCenter">610 &amp; 611</Extrinsic>
      <BrowserFormPost>
        <URL>${post}</URL>
      </BrowserFormPost>
      <Contact role="endUser">
        <Name xml:lang="en">Contact of the buyer</Name>
        <Email>contact@acme.com</Email>
      </Contact>
      <SupplierSetup><URL>https://shop.example/punchout</URL></SupplierSetup>
      <ShipTo>
        <Address><Name xml:lang="en">Warehouse</Name></Address>
      </ShipTo>
      ${more}
    </PunchOutSetupRequest>
  </Request>
</cXML>
`;
}

/** Much as Coupa's: on one line, single quotes, DUNS, the user in Extrinsics. */
export const coupaRequest = ({ secret = 'unknown', email = 'jane@acme.com' } = {}): string =>
  "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE cXML SYSTEM 'http://xml.cXML.org/schemas/cXML/1.2.014/cXML.dtd'>" +
  "<cXML xml:lang='en-US' payloadID='1763794800.1@coupa.example' timestamp='2026-11-22T07:00:00+00:00' version='1.2.014'>" +
  "<Header><From><Credential domain='DUNS'><Identity>acme</Identity></Credential></From>" +
  "<To><Credential domain='DUNS'><Identity>shop</Identity></Credential></To>" +
  `<Sender><Credential domain='DUNS'><Identity>acme</Identity><SharedSecret>${secret}</SharedSecret></Credential>` +
  '<UserAgent>Coupa Procurement 1.0</UserAgent></Sender></Header>' +
  "<Request><PunchOutSetupRequest operation='create'><BuyerCookie>c64af92dc27e68172e030d3dfd1bc944</BuyerCookie>" +
  `<Extrinsic name='FirstName'>Jané</Extrinsic><Extrinsic name='UniqueName'>jane</Extrinsic><Extrinsic name='UserEmail'>${email}</Extrinsic>` +
  '<BrowserFormPost><URL>https://acme.coupa.example/punchout/checkout?id=2</URL></BrowserFormPost>' +
  "<Contact role='endUser'><Name xml:lang='en-US'>jane</Name><Email>other@acme.com</Email></Contact>" +
  '</PunchOutSetupRequest></Request></cXML>';

/** Much as Jaggaer's when a basket is edited: CDATA, comments, items with prices. */
export const jaggaerRequest = (): string => `<?xml version="1.0"?>
<cXML payloadID="9@jaggaer.example" timestamp="2026-11-22T07:00:00Z"><!-- sent by a test -->
<Header><From/><To/><Sender><Credential domain="JAGGAER"><Identity>acme</Identity>
<SharedSecret><![CDATA[unknown]]></SharedSecret></Credential></Sender></Header>
<Request><PunchOutSetupRequest operation="edit"><BuyerCookie><![CDATA[a<b]]></BuyerCookie>
<BrowserFormPost><URL><![CDATA[https://solutions.jaggaer.example/apps/Router/Punchout?a=1&b=2]]></URL></BrowserFormPost>
<SelectedItem><ItemID><SupplierPartID>A-9</SupplierPartID></ItemID></SelectedItem>
<ItemOut quantity="2" lineNumber="1"><ItemID><SupplierPartID>A-1</SupplierPartID>
<SupplierPartAuxiliaryID><cfg>basket-7</cfg></SupplierPartAuxiliaryID></ItemID>
<ItemDetail><UnitPrice><Money currency="EUR">1.95</Money></UnitPrice><Description xml:lang="en">Screw</Description>
<UnitOfMeasure>EA</UnitOfMeasure></ItemDetail></ItemOut>
<ItemOut quantity="10"><ItemID><SupplierPartID>A-2</SupplierPartID></ItemID></ItemOut>
</PunchOutSetupRequest></Request></cXML>`;
