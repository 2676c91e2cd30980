import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { parseOciRequest } from '../../../shared/punchout/oci.ts';
import type { OciProcurement } from '../../../shared/punchout/procurement.ts';

const HOOK = 'https://srm.partner.example/sap/bc/bsp/sap/hook?sap-sessionid=a%2Fb+c&x=%E4%F6&x=1';
const SECRET = formatCredential('lt_', { id: newId(0), secret: newSecret() }).reveal();

type Pairs = [string, string][];
const read = (...pairs: Pairs) => {
  const reading = parseOciRequest(pairs);
  if (reading.outcome !== 'parsed') throw new Error(`${reading.field} ${reading.detail}`);
  return reading;
};
const fieldRefused = (...pairs: Pairs) => {
  const reading = parseOciRequest(pairs);
  return reading.outcome === 'invalid' ? reading.field : undefined;
};
const NOTHING: OciProcurement = {
  protocol: 'oci',
  hookUrl: null,
  okCode: null,
  target: null,
  caller: null,
  version: null,
  function: null,
  productId: null,
  quantity: null,
  searchString: null,
  extra: {},
  repeated: {},
  withheld: [],
};

describe('what a procurement system sends', () => {
  it('is kept under our names, and the rest under its own', () => {
    const { procurement, credentials } = read(
      ['HOOK_URL', HOOK],
      ['~OkCode', 'ADDI'],
      ['~TARGET', '_top'],
      ['~CALLER', 'CTLG'],
      ['OCI_VERSION', '5.0'],
      ['FUNCTION', 'BACKGROUND_SEARCH'],
      ['PRODUCTID', 'A-1'],
      ['QUANTITY', '10.000'],
      ['SEARCHSTRING', 'Schraube M4 & Mutter'],
      ['token', 'x'],
      ['VENDOR', '0000100'],
      ['sap-language', 'DE'],
    );
    expect(procurement).toEqual({
      protocol: 'oci',
      hookUrl: HOOK,
      okCode: 'ADDI',
      target: '_top',
      caller: 'CTLG',
      version: '5.0',
      function: 'BACKGROUND_SEARCH',
      productId: 'A-1',
      quantity: '10.000',
      searchString: 'Schraube M4 & Mutter',
      extra: { VENDOR: '0000100', 'sap-language': 'DE' },
      repeated: {},
      withheld: [],
    });
    expect(credentials).toEqual({ token: expect.anything() });
  });

  it('may be nothing, and what was not filled in is as if it had not been sent', () => {
    expect(read().procurement).toEqual(NOTHING);
    expect(read(['HOOK_URL', ''], ['PRODUCTID', ''], ['token', ''])).toMatchObject({
      procurement: NOTHING,
      credentials: undefined,
    });
  });

  it('is recognised however the names are written', () => {
    const { procurement } = read(
      ['hook_url', HOOK],
      ['~OKCODE', 'ADDI'],
      ['Function', 'detail'],
      ['~caller', 'C'],
    );
    expect(procurement).toEqual({
      ...NOTHING,
      hookUrl: HOOK,
      okCode: 'ADDI',
      function: 'DETAIL',
      caller: 'C',
    });
  });

  it('is recognised without the tilde, and with blanks around names and values', () => {
    const { procurement } = read(
      ['OKCODE', ' ADDI '],
      [' Target', '_blank'],
      ['caller ', 'CTLG\u00a0'],
      ['OCIVERSION', '4.0'],
      ['HOOK_URL ', ` ${HOOK}\r\n`],
      ['FUNCTION', 'detail\t'],
      [' VENDOR', ' 100 '],
    );
    expect(procurement).toEqual({
      ...NOTHING,
      okCode: 'ADDI',
      target: '_blank',
      caller: 'CTLG',
      version: '4.0',
      hookUrl: HOOK,
      function: 'DETAIL',
      extra: { VENDOR: '100' },
    });
  });

  it('gives a state back as it was sent', () => {
    expect(read(['state', ' a b ']).state).toBe(' a b ');
  });

  it.each([
    ...['HOOK_URL', '~OkCode', '~TARGET', '~CALLER', 'OCI_VERSION', 'FUNCTION', 'PRODUCTID', 'QUANTITY'],
    ...['token', 'USERNAME', 'password', 'return_to', 'state', 'locale', 'attempt'],
  ])('is refused when %s has two values: two readers might each take another one', (name) => {
    expect(fieldRefused([name, 'a'], [name.toUpperCase(), 'b'])).toBe(name.toUpperCase());
    expect(fieldRefused([name, 'a'], ['x', ''], [name.toLowerCase(), 'b'])).toBe(name.toUpperCase());
  });

  it('is refused when a field and its other name have two values', () => {
    expect(fieldRefused(['OKCODE', 'a'], ['~OkCode', 'b'])).toBe('~OKCODE');
    expect(fieldRefused(['OCIVERSION', '4.0'], ['OCI_VERSION', '5.0'])).toBe('OCI_VERSION');
  });

  it('may say the same twice, and leave a field empty once', () => {
    const { procurement } = read(
      ['~TARGET', '_top'],
      ['~target', ' _top'],
      ['TARGET', ''],
      ['PRODUCTID', ''],
      ['PRODUCTID', 'A-1'],
    );
    expect(procurement).toMatchObject({ target: '_top', productId: 'A-1' });
  });

  it('may have several lines in a field of its own, and none in one that means something', () => {
    expect(read(['one', 'a\nb'], ['three', 'a']).procurement.extra).toEqual({ one: 'a\nb', three: 'a' });
    expect(parseOciRequest([['SEARCHSTRING', 'a\nb']])).toMatchObject({
      outcome: 'invalid',
      field: 'SEARCHSTRING',
    });
  });

  it('may repeat what we do not know: all values count, and the first stands for them', () => {
    const { extra, repeated } = read(
      ['CUSTFIELD', 'a'],
      ['CUSTFIELD', 'b'],
      ['CUSTFIELD', 'a'],
      ['custfield', 'c'],
    ).procurement;
    expect(extra).toEqual({ CUSTFIELD: 'a', custfield: 'c' });
    expect(repeated).toEqual({ CUSTFIELD: ['a', 'b', 'a'] });
  });

  it('keeps no credentials, neither ours nor those of others, and names what it withholds', () => {
    const { procurement } = read(
      ['token', SECRET],
      ['return_to', 'https://shop.example/'],
      ['state', 's'],
      ['locale', 'nl'],
      ['attempt', 'a'],
      ['USERNAME', 'u'],
      ['Password', 'p'],
      ['UserPassword', 'p'],
      ['PASSWD', 'p'],
      ['pwd', 'p'],
      ['clientSecret', 'p'],
      ['LINK', `https://login.example.com/login?token=${SECRET}`],
      [SECRET, ''],
      ['', 'no name'],
      ['__proto__', 'x'],
      ['constructor', 'x'],
      ['prototype', 'x'],
    );
    expect(procurement).toEqual({
      ...NOTHING,
      extra: { USERNAME: 'u' },
      withheld: [
        ...['UserPassword', 'PASSWD', 'pwd', 'clientSecret', 'LINK'],
        ...['__proto__', 'constructor', 'prototype', 'PASSWORD'],
      ],
    });
    expect({}).not.toHaveProperty('x');
  });

  it('has no login of the shop among its fields when that is how it signs in', () => {
    expect(read(['USERNAME', 'u'], ['PASSWORD', 'p']).procurement).toEqual(NOTHING);
  });

  it.each(['HOOK_URL', 'PRODUCTID', 'SEARCHSTRING', '~TARGET'])(
    'is refused with a token’s string in %s',
    (name) => {
      expect(fieldRefused([name, `https://a.example/?${SECRET}`])).toBe(name.toUpperCase());
    },
  );

  it.each(['<script>', 'DE TAIL', 'a'.repeat(41), 'DETAIL;x'])('is refused with the function %s', (name) => {
    expect(fieldRefused(['FUNCTION', name])).toBe('FUNCTION');
  });

  it('may ask for a function that is the partner’s own', () => {
    expect(read(['FUNCTION', 'QuantityCheck']).procurement.function).toBe('QUANTITYCHECK');
  });

  const many = (count: number, value = ''): Pairs =>
    Array.from({ length: count }, (_, at) => [`F${at}`, value]);
  it('has 50 fields of its own at most, of 8 KiB in all', () => {
    expect(Object.keys(read(...many(50)).procurement.extra)).toHaveLength(50);
    expect(fieldRefused(...many(51))).toBe('F50');
    expect(fieldRefused(...many(8, 'x'.repeat(1_000)))).toBeUndefined();
    const repeated = (count: number): Pairs =>
      Array.from({ length: count }, (_, at) => ['F', `${at}${'x'.repeat(990)}`]);
    expect(fieldRefused(...repeated(9))).toBe('');
    expect(fieldRefused(...many(9, 'x'.repeat(1_000)))).toBe('');
    expect(fieldRefused(...many(5, 'é'.repeat(1_000)))).toBe('');
  });

  it('has names of 64 and values of 1,000 characters at most', () => {
    expect(fieldRefused(['n'.repeat(64), 'v'.repeat(1_000)])).toBeUndefined();
    expect(fieldRefused(['n'.repeat(65), ''])).toBe('n'.repeat(24));
    expect(fieldRefused(['X', 'v'.repeat(1_001)])).toBe('X');
    expect(fieldRefused(['PRODUCTID', 'v'.repeat(1_001)])).toBe('PRODUCTID');
    expect(fieldRefused(['token', 'v'.repeat(1_001)])).toBe('TOKEN');
  });

  it('never makes reading it fail, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.oneof(fc.constantFrom('HOOK_URL', 'token', 'FUNCTION', '~okcode', 'password'), fc.string()),
            fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()),
          ),
        ),
        (pairs) => {
          expect(['parsed', 'invalid']).toContain(parseOciRequest(pairs).outcome);
        },
      ),
    );
  });
});

describe('HOOK_URL', () => {
  it.each([
    HOOK,
    'http://srm.internal:8000/hook',
    'https://host',
    'https://host?a=b',
    'HTTPS://Host.Example/Path?A=%2f&b=%2F#part',
    'https://[2001:db8::1]:8443/hook',
    'https://bücher.example/haken?ä=ö',
    'https://host/path@with:signs?to=javascript:alert(1)',
    'SAPEVENT:POST',
  ])('keeps %s as it came, character by character', (url) => {
    expect(read(['HOOK_URL', url]).procurement.hookUrl).toBe(url);
  });

  it('keeps any query and any encoding of it', () => {
    const rest = fc.stringMatching(/^[!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]{0,200}$/);
    fc.assert(
      fc.property(fc.webUrl(), rest, (base, query) => {
        const url = `${base}?${query}`;
        expect(read(['HOOK_URL', url]).procurement.hookUrl).toBe(url);
      }),
    );
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt://shop.example/%0aalert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://host/x',
    'blob:https://host/x',
    '//host/x',
    '/hook',
    'hook',
    'https:host/hook',
    'https:/host/hook',
    'https:///hook',
    'https:\\\\host\\hook',
    'https://host\\@evil.example/',
    'https://user@host/',
    'https://user:password@host/',
    'https://@host/',
    'https://host.example:443@evil.example/',
    'https://host/a b',
    'https://ho st/',
    'https://host/\na',
    'java\nscript:alert(1)',
    'https://ho\tst/',
    'https://host/\u0000',
    'https://host/\u202eevil',
    'https://host/\ufffd',
    'https://host:99999/',
    'https://',
    'https://?x',
    'sapevent:post',
    'SAPEVENT: POST',
    'SAPEVENT:GET',
    'SAPEVENT:POST?javascript:x',
    `https://host/${'x'.repeat(2_036)}`,
  ])('is refused as %j', (url) => {
    expect(fieldRefused(['HOOK_URL', url])).toBe('HOOK_URL');
  });

  it('has 2,048 characters at most', () => {
    const longest = `https://host/${'x'.repeat(2_035)}`;
    expect(read(['HOOK_URL', longest]).procurement.hookUrl).toBe(longest);
  });

  it('is never anything that is not http or https', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const reading = parseOciRequest([['HOOK_URL', text]]);
        if (reading.outcome === 'invalid' || !reading.procurement.hookUrl) return;
        const { protocol, username, password } = new URL(reading.procurement.hookUrl);
        expect(['http:', 'https:']).toContain(protocol);
        expect(username + password).toBe('');
      }),
    );
  });
});

describe('who calls', () => {
  const credentials = (...pairs: Pairs) => {
    const found = read(...pairs).credentials;
    if (!found) return undefined;
    return 'token' in found
      ? { token: found.token.reveal() }
      : { password: found.password.reveal(), username: found.username };
  };

  it('is told by the token of the link, or by the password with a name beside it', () => {
    expect(credentials(['token', 't'])).toEqual({ token: 't' });
    expect(credentials(['PASSWORD', 'p'], ['USERNAME', 'u'])).toEqual({ password: 'p', username: 'u' });
    expect(credentials(['password', 'p'], ['username', 'u'])).toEqual({ password: 'p', username: 'u' });
    expect(credentials(['password', 'p'])).toEqual({ password: 'p', username: undefined });
    expect(credentials(['USERNAME', 'u'])).toBeUndefined();
  });

  it('is told by the link when the system fills in another password too', () => {
    expect(credentials(['PASSWORD', 'p'], ['USERNAME', 'u'], ['token', 't'])).toEqual({ token: 't' });
  });

  it('is never printed', () => {
    expect(JSON.stringify(read(['token', SECRET]))).not.toContain(SECRET);
  });
});
