import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { parseCxmlRequest } from '../../../shared/punchout/cxml-request.ts';
import { userEmailsOf } from '../../../shared/punchout/cxml-user.ts';
import { escapeXml } from '../../../shared/punchout/xml.ts';
import { aribaRequest, coupaRequest, jaggaerRequest, type Sent } from './documents.ts';

const SECRET = formatCredential('lk_', { id: newId(0), secret: newSecret() }).reveal();

const parse = (xml: string) =>
  parseCxmlRequest({ bytes: Buffer.from(xml), charset: undefined, transcoded: false });
function read(xml: string) {
  const reading = parse(xml);
  if (reading.outcome !== 'setup') throw new Error(JSON.stringify(reading));
  const { sender, userFields, ...rest } = reading;
  return {
    ...rest,
    sender: sender && { ...sender, sharedSecret: sender.sharedSecret.reveal() },
    userEmails: userEmailsOf(userFields, undefined),
  };
}
const outcomeOf = (xml: string) => parse(xml).outcome;
const extrinsic = (name: string, value: string) => `<Extrinsic name="${name}">${value}</Extrinsic>`;
const item = (quantity: string, id: string) =>
  `<ItemOut quantity="${quantity}"><ItemID><SupplierPartID>${id}</SupplierPartID></ItemID></ItemOut>`;

const PARTY = {
  role: null,
  addressId: null,
  addressIdDomain: null,
  name: null,
  postalAddresses: [],
  emails: [],
  phones: [],
  faxes: [],
  urls: [],
  references: [],
  extrinsics: [],
};
/** The fields that no document of these tests has, but for one. */
const HEADER = {
  from: [],
  to: [],
  userAgent: null,
  deploymentMode: 'production',
  shipTo: null,
  contacts: [],
  repeated: {},
  withheld: [],
};

describe('a PunchOutSetupRequest', () => {
  it('is read as SAP Ariba sends it', () => {
    expect(read(aribaRequest({ secret: SECRET }))).toEqual({
      outcome: 'setup',
      sender: { names: [{ domain: 'NetworkId', identity: 'AN01000000087' }], sharedSecret: SECRET },
      userEmails: ['contact@acme.com'],
      procurement: {
        ...HEADER,
        from: [
          { domain: 'NetworkId', identity: 'AN01000000001' },
          { domain: 'DUNS', identity: '123456789' },
        ],
        to: [{ domain: 'DUNS', identity: '987654321' }],
        sender: [{ domain: 'NetworkId', identity: 'AN01000000087' }],
        userAgent: 'Buyer 13.2',
        shipTo: { ...PARTY, name: 'Warehouse' },
        contacts: [{ ...PARTY, role: 'endUser', name: 'Contact of the buyer', emails: ['contact@acme.com'] }],
        protocol: 'cxml',
        operation: 'create',
        buyerCookie: '1CX3L4843PPZO',
        browserFormPost: 'https://s1.buyer.example/ad/punchin?cxml=1&session=a%2Fb',
        extrinsics: { CostCenter: '610 & 611' },
        items: [],
      },
    });
  });

  it('is read as Coupa sends it', () => {
    expect(read(coupaRequest({ email: 'Jane@ACME.com' }))).toEqual({
      outcome: 'setup',
      sender: { names: [{ domain: 'DUNS', identity: 'acme' }], sharedSecret: 'unknown' },
      userEmails: ['jane@acme.com'],
      procurement: {
        ...HEADER,
        from: [{ domain: 'DUNS', identity: 'acme' }],
        to: [{ domain: 'DUNS', identity: 'shop' }],
        sender: [{ domain: 'DUNS', identity: 'acme' }],
        userAgent: 'Coupa Procurement 1.0',
        contacts: [{ ...PARTY, role: 'endUser', name: 'jane', emails: ['other@acme.com'] }],
        protocol: 'cxml',
        operation: 'create',
        buyerCookie: 'c64af92dc27e68172e030d3dfd1bc944',
        browserFormPost: 'https://acme.coupa.example/punchout/checkout?id=2',
        extrinsics: { FirstName: 'Jané', UniqueName: 'jane', UserEmail: 'Jane@ACME.com' },
        items: [],
      },
    });
  });

  it('is read as Jaggaer sends it to have a basket edited', () => {
    expect(read(jaggaerRequest())).toEqual({
      outcome: 'setup',
      sender: { names: [{ domain: 'JAGGAER', identity: 'acme' }], sharedSecret: 'unknown' },
      userEmails: [],
      procurement: {
        ...HEADER,
        sender: [{ domain: 'JAGGAER', identity: 'acme' }],
        protocol: 'cxml',
        operation: 'edit',
        buyerCookie: 'a<b',
        browserFormPost: 'https://solutions.jaggaer.example/apps/Router/Punchout?a=1&b=2',
        extrinsics: {},
        selectedItem: { supplierPartId: 'A-9', supplierPartAuxiliaryId: null },
        items: [
          {
            lineNumber: '1',
            quantity: '2',
            supplierPartId: 'A-1',
            supplierPartAuxiliaryId: 'basket-7',
            unitOfMeasure: 'EA',
            unitPrice: '1.95',
            currency: 'EUR',
          },
          {
            lineNumber: null,
            quantity: '10',
            supplierPartId: 'A-2',
            supplierPartAuxiliaryId: null,
            unitOfMeasure: null,
            unitPrice: null,
            currency: null,
          },
        ],
      },
    });
  });

  it.each(['create', 'edit', 'inspect', 'source'])('may be to %s', (operation) => {
    expect(read(aribaRequest({ operation })).procurement.operation).toBe(operation);
  });

  it.each<[string, Partial<Sent>]>([
    ['another operation', { operation: 'delete' }],
    ['an operation written otherwise', { operation: 'CREATE' }],
    ['no operation', { operation: '' }],
    ['a cookie without end', { cookie: 'x'.repeat(1_001) }],
    ['a cookie that is a key', { cookie: SECRET }],
    ['an address with a key', { post: `https://a.example/?${SECRET}` }],
    ['a script for an address', { post: 'javascript:alert(1)' }],
    ['data for an address', { post: 'data:text/html,x' }],
    ['an address for SAP GUI alone', { post: 'SAPEVENT:POST' }],
    ['a path for an address', { post: '/punchin' }],
    ['credentials in an address', { post: 'https://a:b@c.example/' }],
    ['two addresses in one', { post: 'https://a.example/ https://b.example/' }],
    ['an extrinsic without end', { more: extrinsic('A', 'x'.repeat(1_001)) }],
    ['a name of an extrinsic without end', { more: extrinsic('A'.repeat(1_001), '') }],
    ['extrinsics without end', { more: extrinsic('A', '').repeat(101) }],
    ['a value of an item without end', { more: item('1', 'x'.repeat(1_001)) }],
    ['items without end', { more: item('1', 'a').repeat(1_001) }],
    ['a damaged key in an item', { more: item('1', `${SECRET.slice(0, 20)}=${SECRET.slice(20)}`) }],
    [
      'a cookie that is a key with a line break in it',
      { cookie: `${SECRET.slice(0, 20)}\n${SECRET.slice(20)}` },
    ],
    ['a key in an item', { more: item('1', SECRET) }],
    ['more than can be kept', { more: item('9'.repeat(500), 'x'.repeat(900)).repeat(160) }],
  ])('is refused with %s', (_name, sent) => {
    expect(outcomeOf(aribaRequest(sent))).toBe('invalid');
  });

  it('has as many extrinsics and items as anybody has', () => {
    const more =
      Array.from({ length: 99 }, (_, at) => extrinsic(`N${at}`, 'x')).join('') + item('1', 'a').repeat(1_000);
    const { procurement } = read(aribaRequest({ more }));
    expect(Object.keys(procurement.extrinsics)).toHaveLength(100);
    expect(procurement.items).toHaveLength(1_000);
  });

  it.each(['<BuyerCookie></BuyerCookie>', '<BuyerCookie/>', '<BuyerCookie> \n </BuyerCookie>', ''])(
    'may do without a cookie: %j',
    (cookie) => {
      const xml = aribaRequest().replace(/<BuyerCookie>.*<\/BuyerCookie>/, cookie);
      expect(read(xml).procurement.buyerCookie).toBe('');
    },
  );

  it('may do without an address for the basket', () => {
    expect(read(aribaRequest({ post: '' })).procurement.browserFormPost).toBeNull();
  });

  it('keeps no credentials of others, names what it withholds, and keeps all values of an Extrinsic', () => {
    const more =
      extrinsic('UserPassword', 'x') +
      extrinsic('K', SECRET) +
      extrinsic('__proto__', 'x') +
      extrinsic('', 'x') +
      extrinsic('CompassId', '7');
    const again = extrinsic('CostCenter', '7') + extrinsic('CostCenter', '7');
    const contact = `<Contact><Name>x</Name>${extrinsic('PIN_SECRET', '1')}${extrinsic('Floor', '2')}</Contact>`;
    const { procurement } = read(aribaRequest({ more: more + again + contact }));
    expect(procurement.extrinsics).toEqual({ CostCenter: '610 & 611', CompassId: '7' });
    expect(procurement.repeated).toEqual({ CostCenter: ['610 & 611', '7', '7'] });
    expect(procurement.withheld).toEqual(['UserPassword', 'K', '__proto__', 'PIN_SECRET']);
    expect(procurement.contacts[1]?.extrinsics).toEqual([{ name: 'Floor', value: '2' }]);
  });

  it('tells apart what is within an Extrinsic, and knows a credential there by its name', () => {
    const more = [
      `<Extrinsic name="Auth">${extrinsic('Login', 'joe')}${extrinsic('Password', 'sekrit')}</Extrinsic>`,
      '<Extrinsic name="Shop"><UserName>joe</UserName><Password>sekrit</Password></Extrinsic>',
      '<Extrinsic name="Deep"><A><B>1</B><B>2</B></A>x</Extrinsic>',
      '<Extrinsic name="Price"><Money currency="EUR">10</Money></Extrinsic>',
      '<Extrinsic name="Single"><Password>sekrit</Password></Extrinsic>',
      '<Extrinsic name="Empty"><A/></Extrinsic>',
      '<Extrinsic name="Text">a<![CDATA[ & b]]></Extrinsic>',
    ].join('');
    const contact = `<Contact><Name>x</Name><Extrinsic name="Auth">${extrinsic('Pin', '1')}${extrinsic('Pwd', 'sekrit')}</Extrinsic></Contact>`;
    const { procurement } = read(aribaRequest({ more: more + contact }));
    expect(procurement.extrinsics).toMatchObject({
      'Auth/Login': 'joe',
      'Shop/UserName': 'joe',
      Deep: 'x',
      'Deep/A/B': '1',
      Price: '10',
      Empty: '',
      Text: 'a & b',
    });
    expect(procurement.repeated).toEqual({ 'Deep/A/B': ['1', '2'] });
    expect(procurement.withheld).toEqual(['Auth/Password', 'Shop/Password', 'Single/Password', 'Auth/Pwd']);
    expect(JSON.stringify(procurement)).not.toContain('sekrit');
  });

  it('keeps where the goods go, and who asks, whole', () => {
    const address = `<Address isoCountryCode="NL" addressID="1000467" addressIDDomain="buyer"><Name xml:lang="nl">Depot</Name>
      <PostalAddress name="dock"><DeliverTo>Jane</DeliverTo><DeliverTo>Dock 3</DeliverTo><Street>1 Test Road</Street><Street>Rear</Street>
      <City>Testtown</City><Municipality>M</Municipality><State>ZH</State><PostalCode>1234 AB</PostalCode><Country isoCountryCode="NL">Nederland</Country>
      ${extrinsic('Gate', 'a')}${extrinsic('Gate', 'b')}</PostalAddress><Email name="default">depot@acme.com</Email>
      <Phone name="work"><TelephoneNumber><CountryCode isoCountryCode="NL">31</CountryCode><AreaOrCityCode>20</AreaOrCityCode><Number>1234567</Number><Extension>9</Extension></TelephoneNumber></Phone>
      <Fax><TelephoneNumber><Number>5</Number></TelephoneNumber></Fax><URL>https://depot.example/</URL></Address>`;
    const ids = '<IdReference domain="GLN" identifier="871"/>';
    const xml = aribaRequest().replace(/<ShipTo>.*<\/ShipTo>/s, `<ShipTo>${address}${ids}</ShipTo>`);
    const { procurement } = read(xml.replace('"production"', '"test"'));
    expect(procurement.deploymentMode).toBe('test');
    expect(procurement.shipTo).toEqual({
      ...PARTY,
      addressId: '1000467',
      addressIdDomain: 'buyer',
      name: 'Depot',
      postalAddresses: [
        {
          name: 'dock',
          deliverTo: ['Jane', 'Dock 3'],
          street: ['1 Test Road', 'Rear'],
          city: 'Testtown',
          municipality: 'M',
          state: 'ZH',
          postalCode: '1234 AB',
          country: 'Nederland',
          countryCode: 'NL',
          extrinsics: [
            { name: 'Gate', value: 'a' },
            { name: 'Gate', value: 'b' },
          ],
        },
      ],
      emails: ['depot@acme.com'],
      phones: ['+31 20 1234567 9'],
      faxes: ['5'],
      urls: ['https://depot.example/'],
      references: [{ domain: 'GLN', identity: '871' }],
    });
  });

  it('is a test or not as its DTD has it when it does not say', () => {
    expect(read(aribaRequest().replace(' deploymentMode="production"', '')).procurement.deploymentMode).toBe(
      'production',
    );
  });

  const emailsIn = (more: string, userField?: string) => {
    const reading = parse(aribaRequest({ more }).replace(/<Contact.*?<\/Contact>/s, ''));
    return reading.outcome === 'setup' ? userEmailsOf(reading.userFields, userField) : reading.outcome;
  };
  const contact = (email: string, role = 'endUser') =>
    `<Contact role="${role}"><Name xml:lang="en">x</Name><Email>${email}</Email></Contact>`;

  it.each([
    ...['UserEmail', 'USEREMAIL', 'User email', 'user_email', 'User-Email', 'User', 'UniqueName'],
    ...['UniqueUsername', 'Email', 'E-Mail', 'EmailAddress', 'Email address'],
  ])('names the user by the Extrinsic %s', (name) => {
    expect(emailsIn(extrinsic(name, ' Jane@Acme.com '))).toEqual(['jane@acme.com']);
  });

  it('names the user by the contact when no Extrinsic does, and of contacts by the end user', () => {
    expect(emailsIn(contact('Jane@Acme.com'))).toEqual(['jane@acme.com']);
    expect(emailsIn(contact('a@b.c', 'technicalSupport') + contact('d@b.c'))).toEqual(['d@b.c']);
    expect(emailsIn(contact('a@b.c', 'buyer'))).toEqual(['a@b.c']);
    expect(emailsIn(contact('a@b.c') + extrinsic('UserEmail', 'd@b.c'))).toEqual(['d@b.c']);
    expect(emailsIn(contact('a@b.c') + extrinsic('UniqueName', 'jane'))).toEqual(['a@b.c']);
  });

  it('names the user by the most telling field, and says so when it has two addresses', () => {
    expect(emailsIn('')).toEqual([]);
    expect(emailsIn(extrinsic('UserEmail', ''))).toEqual([]);
    expect(emailsIn(extrinsic('User', 'a@b.c') + extrinsic('UserEmail', 'd@b.c'))).toEqual(['d@b.c']);
    expect(emailsIn(extrinsic('UserEmail', 'a@b.c') + extrinsic('useremail', 'A@b.c'))).toEqual(['a@b.c']);
    expect(emailsIn(extrinsic('UserEmail', 'a@b.c') + extrinsic('UserEmail', 'd@b.c'))).toHaveLength(2);
    expect(emailsIn(contact('a@b.c') + contact('d@b.c'))).toHaveLength(2);
  });

  it('names the user by the field of the key alone, where the key names one', () => {
    const more = extrinsic('UserEmail', 'a@b.c') + extrinsic('Requester Mail', 'd@b.c') + contact('e@b.c');
    expect(emailsIn(more, 'requesterMail')).toEqual(['d@b.c']);
    expect(emailsIn(more, 'Contact/Email')).toEqual(['e@b.c']);
    expect(emailsIn(more, 'Other')).toEqual([]);
  });

  it('has one secret that proves the sender, under every name with which it stands', () => {
    const credential = (identity: string, secret?: string) =>
      `<Credential domain="DUNS"><Identity>${identity}</Identity>${secret === undefined ? '' : `<SharedSecret>${secret}</SharedSecret>`}</Credential>`;
    const add = (more: string) => read(aribaRequest().replace('<Sender>', `<Sender>${more}`)).sender;
    const own = { domain: 'NetworkId', identity: 'AN01000000087' };
    expect(add(credential('x'))).toEqual({ names: [own], sharedSecret: 'unknown' });
    expect(add(credential('x', ''))).toEqual({ names: [own], sharedSecret: 'unknown' });
    expect(add(credential('x', ' '))).toEqual({ names: [own], sharedSecret: 'unknown' });
    expect(add(credential('x', 'unknown'))?.names).toEqual([{ domain: 'DUNS', identity: 'x' }, own]);
    expect(add(credential('', 'unknown'))?.names).toEqual([own]);
    expect(add(credential('x', 'other'))).toBeUndefined();
    const damaged = `${SECRET.slice(0, 30)}\u200b${SECRET.slice(30)}.`;
    expect(read(aribaRequest({ secret: damaged })).sender?.sharedSecret).toBe(SECRET);
    expect(read(aribaRequest({ secret: '' })).sender).toBeUndefined();
    expect(read(aribaRequest({ identity: '' })).sender).toBeUndefined();
    expect(read(aribaRequest({ domain: '' })).sender).toBeUndefined();
    expect(read(aribaRequest().replaceAll('Sender>', 'Other>')).sender).toBeUndefined();
  });

  it('does not take From, or elements elsewhere, for what they are not', () => {
    const elsewhere = aribaRequest({ more: '<Header><Sender/></Header><SharedSecret>x</SharedSecret>' });
    expect(read(elsewhere).sender).toMatchObject({ sharedSecret: 'unknown' });
    const within = aribaRequest({ cookie: '<URL>javascript:x</URL>cookie' });
    expect(read(within).procurement.browserFormPost).toMatch(/^https:/);
  });

  it('never shows the secret when it is printed', () => {
    expect(JSON.stringify(parse(aribaRequest({ secret: SECRET })))).not.toContain(SECRET);
  });
});

describe('what is no PunchOutSetupRequest', () => {
  it.each([
    '<cXML/>',
    '<cXML><Request/></cXML>',
    '<cXML><PunchOutSetupRequest operation="create"/></cXML>',
    '<soap><Request><PunchOutSetupRequest operation="create"/></Request></soap>',
    aribaRequest().replaceAll('cXML ', 'cxml ').replace('</cXML>', '</cxml>'),
    '<cXML><Request><PunchOutSetupRequest/></Request></cXML>',
    '<cXML><Message><PunchOutOrderMessage/></Message></cXML>',
  ])('is parsed and refused: %s', (xml) => {
    expect(outcomeOf(xml)).toBe('invalid');
  });

  it('may be a ProfileRequest, with the sender that asks', () => {
    const xml = aribaRequest({ secret: SECRET }).replace(
      /<PunchOutSetupRequest.*<\/PunchOutSetupRequest>/s,
      '<ProfileRequest/>',
    );
    const reading = parse(xml);
    expect(reading).toMatchObject({ outcome: 'profile', sender: { names: [{ identity: 'AN01000000087' }] } });
    expect(outcomeOf('<cXML><Request><ProfileRequest/></Request></cXML>')).toBe('profile');
  });

  it.each(['OrderRequest', 'StatusUpdateRequest', 'Unknown'])('is not supported: %s', (name) => {
    expect(outcomeOf(`<cXML><Request><${name}/></Request></cXML>`)).toBe('unsupported');
  });

  it.each(['', '{}', 'operation=create', aribaRequest().slice(0, -3), aribaRequest({ cookie: '&cookie;' })])(
    'cannot be parsed: %j',
    (text) => {
      expect(outcomeOf(text)).toBe('malformed');
    },
  );

  it('reads no files and no network for anybody', () => {
    const subset = '<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    const xml = aribaRequest({ cookie: '&x;' }).replace(/<!DOCTYPE[^>]*>/, subset);
    expect(parse(xml)).toEqual({
      outcome: 'malformed',
      detail: expect.stringMatching(/must not define/),
    });
  });
});

it('any text of a field comes back as it was sent, but for blanks around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
      // What XML cannot have is damage, and refused.
      fc.pre(!escapeXml(text).includes('\ufffd'));
      const { procurement } = read(aribaRequest({ more: extrinsic('Any', escapeXml(text)) }));
      expect(procurement.extrinsics.Any).toBe(text.trim());
    }),
  );
});

it('never fails, whatever is done to a document', () => {
  const whole = jaggaerRequest();
  const position = fc.nat(whole.length);
  fc.assert(
    fc.property(position, position, fc.string({ unit: 'binary', maxLength: 5 }), (from, to, put) => {
      const broken = whole.slice(0, Math.min(from, to)) + put + whole.slice(Math.max(from, to));
      expect(['setup', 'profile', 'unsupported', 'invalid', 'malformed']).toContain(outcomeOf(broken));
    }),
    { numRuns: 500 },
  );
});
