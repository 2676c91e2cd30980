import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { parseSetupRequest } from '../../../shared/punchout/cxml-request.ts';
import { escapeXml } from '../../../shared/punchout/xml.ts';
import { aribaRequest, coupaRequest, jaggaerRequest, type Sent } from './documents.ts';

const SECRET = formatCredential('lk_', { id: newId(0), secret: newSecret() }).reveal();

function read(xml: string) {
  const reading = parseSetupRequest(xml);
  if (reading.outcome !== 'parsed') throw new Error(reading.detail);
  const { sender } = reading;
  return { ...reading, sender: sender && { ...sender, sharedSecret: sender.sharedSecret.reveal() } };
}
const outcomeOf = (xml: string) => parseSetupRequest(xml).outcome;
const extrinsic = (name: string, value: string) => `<Extrinsic name="${name}">${value}</Extrinsic>`;
const item = (quantity: string, id: string) =>
  `<ItemOut quantity="${quantity}"><ItemID><SupplierPartID>${id}</SupplierPartID></ItemID></ItemOut>`;

describe('a PunchOutSetupRequest', () => {
  it('is read as SAP Ariba sends it', () => {
    expect(read(aribaRequest({ secret: SECRET }))).toEqual({
      outcome: 'parsed',
      sender: { domain: 'NetworkId', identity: 'AN01000000087', sharedSecret: SECRET },
      userEmails: [],
      procurement: {
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
      outcome: 'parsed',
      sender: { domain: 'DUNS', identity: 'acme', sharedSecret: 'unknown' },
      userEmails: ['jane@acme.com'],
      procurement: {
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
      outcome: 'parsed',
      sender: { domain: 'JAGGAER', identity: 'acme', sharedSecret: 'unknown' },
      userEmails: [],
      procurement: {
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

  it.each(['create', 'edit', 'inspect'])('may be to %s', (operation) => {
    expect(read(aribaRequest({ operation })).procurement.operation).toBe(operation);
  });

  it.each<[string, Partial<Sent>]>([
    ['another operation', { operation: 'delete' }],
    ['an operation written otherwise', { operation: 'CREATE' }],
    ['no operation', { operation: '' }],
    ['no cookie', { cookie: '' }],
    ['a cookie of blanks', { cookie: ' \n ' }],
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

  it('may do without an address for the basket', () => {
    expect(read(aribaRequest({ post: '' })).procurement.browserFormPost).toBeNull();
  });

  it('keeps no credentials of others, and of several extrinsics of a name the first', () => {
    const more =
      extrinsic('UserPassword', 'x') +
      extrinsic('K', SECRET) +
      extrinsic('__proto__', 'x') +
      extrinsic('', 'x');
    const again = extrinsic('CostCenter', '7');
    expect(read(aribaRequest({ more: more + again })).procurement.extrinsics).toEqual({
      CostCenter: '610 & 611',
    });
  });

  it('says who the user is by UserEmail alone, however it is written, and says so if there are two', () => {
    const emails = (more: string) => read(aribaRequest({ more })).userEmails;
    expect(emails('')).toEqual([]);
    expect(emails(extrinsic('USEREMAIL', ' Jane@Acme.com '))).toEqual(['jane@acme.com']);
    expect(emails(extrinsic('UserEmail', ''))).toEqual([]);
    expect(emails(extrinsic('UserEmail', 'a@b.c') + extrinsic('useremail', 'A@b.c'))).toEqual(['a@b.c']);
    expect(emails(extrinsic('UserEmail', 'a@b.c') + extrinsic('UserEmail', 'd@b.c'))).toHaveLength(2);
    expect(emails(extrinsic('Email', 'a@b.c'))).toEqual([]);
  });

  it('has one sender that can be proved', () => {
    const credential = '<Credential domain="DUNS"><Identity>x</Identity></Credential>';
    const proof = credential
      .replace('</Id', '</Id')
      .replace('</Credential>', '<SharedSecret>s</SharedSecret></Credential>');
    const add = (more: string) => aribaRequest().replace('<Sender>', `<Sender>${more}`);
    expect(read(add(credential)).sender).toMatchObject({ identity: 'AN01000000087' });
    expect(read(add(proof)).sender).toBeUndefined();
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
    expect(JSON.stringify(parseSetupRequest(aribaRequest({ secret: SECRET })))).not.toContain(SECRET);
  });
});

describe('what is no PunchOutSetupRequest', () => {
  it.each([
    '<cXML/>',
    '<cXML><Request/></cXML>',
    '<cXML><Request><OrderRequest/></Request></cXML>',
    '<cXML><Request><ProfileRequest/></Request></cXML>',
    '<cXML><PunchOutSetupRequest operation="create"/></cXML>',
    '<soap><Request><PunchOutSetupRequest operation="create"/></Request></soap>',
    aribaRequest().replaceAll('cXML ', 'cxml ').replace('</cXML>', '</cxml>'),
    '<cXML><Request><PunchOutSetupRequest operation="create"/></Request></cXML>',
  ])('is parsed and refused: %s', (xml) => {
    expect(outcomeOf(xml)).toBe('invalid');
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
    expect(parseSetupRequest(xml)).toEqual({
      outcome: 'malformed',
      detail: expect.stringMatching(/must not define/),
    });
  });
});

it('any text of a field comes back as it was sent, but for blanks around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
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
      expect(['parsed', 'invalid', 'malformed']).toContain(outcomeOf(broken));
    }),
    { numRuns: 500 },
  );
});
