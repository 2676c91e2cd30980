import { spawnSync } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { basketForm } from '../../examples/storefront/basket-forms.ts';
import { readConfig } from '../../examples/storefront/config.ts';
import { cookiesOf, formatCookie } from '../../examples/storefront/cookies.ts';
import { markup } from '../../examples/storefront/markup.ts';
import { BASKET, type Cxml, type Oci } from '../../examples/storefront/procurement.ts';

const ENV = { SERVICE_URL: 'https://login.example/', STOREFRONT_KEY: 'k', SHOP_URL: 'https://shop.example' };
const config = readConfig(ENV);

describe('a storefront that cannot start', () => {
  test.each([
    [{}, 'SERVICE_URL is missing from the environment'],
    [{ SERVICE_URL: 'http://127.0.0.1:1', STOREFRONT_KEY: 'k' }, 'the service did not answer'],
  ])('says why in one line: %j', (env, message) => {
    const { status, stderr } = spawnSync(process.execPath, ['examples/storefront/main.ts'], {
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: `storefront: ${message}\n` });
  });
});

describe('markup', () => {
  test('is escaped where it is text, in elements and in attributes', () => {
    const text = `<b title='x'>"&"</b>`;
    const escaped = '&lt;b title=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;';
    expect(markup`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  test('goes into markup as it is', () => {
    const items = [1, 2].map((n) => markup`<li>${n}</li>`);
    expect(markup`<ul>${items}</ul>${undefined}`.markup).toBe('<ul><li>1</li><li>2</li></ul>');
  });
});

describe('a cookie', () => {
  test('of an https shop is for this host, by https, and for no script', () => {
    expect(formatCookie({ name: 'session', value: 'v', maxAge: 60 }, config)).toBe(
      '__Host-shop-session=v; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60',
    );
  });

  test('is read by nothing but its full name, so that no neighbouring host can plant one', () => {
    const request = { headers: { cookie: 'shop-session=planted; a=b; __Host-shop-browser=own' } };
    const cookie = cookiesOf(request as IncomingMessage, config);
    expect([cookie('session'), cookie('browser')]).toEqual([undefined, 'own']);
  });

  test('is sent in frames only when it has to be and frames are allowed', () => {
    const framing = readConfig({ ...ENV, FRAME_ANCESTORS: 'https://erp.example' });
    const cookie = { name: 'browser', value: 'v', framed: true };
    expect(formatCookie(cookie, framing)).toContain('SameSite=None; Secure; Partitioned');
    expect(formatCookie({ ...cookie, framed: false }, framing)).toContain('SameSite=Lax');
    expect(formatCookie(cookie, config)).toContain('SameSite=Lax');
  });
});

describe('a basket', () => {
  const oci: Oci = { protocol: 'oci', hookUrl: null, okCode: 'ADDI', target: null, caller: null };
  const cxml: Cxml = {
    protocol: 'cxml',
    operation: 'create',
    buyerCookie: '<1 & 2>',
    browserFormPost: 'https://erp.example/post?a=%C3%A4',
    from: [
      { domain: 'NetworkId', identity: 'AN01000000001' },
      { domain: 'DUNS', identity: 'Ärzte & <Söhne>' },
    ],
    to: [{ domain: 'DUNS', identity: '"987654321"' }],
    sender: [{ domain: 'NetworkId', identity: 'AN-hub' }],
    deploymentMode: 'test',
  };
  const message = (request: Cxml): string => basketForm(request, BASKET)?.fields[0]?.[1] ?? '';
  /** The credentials of an element of the header, as they stand there. */
  const credentialsIn = (xml: string, element: string): string[] =>
    new RegExp(`<${element}>(.*?)</${element}>`, 's')
      .exec(xml)?.[1]
      ?.match(/<Credential.*?<\/Credential>/gs) ?? [];

  test.each(['https://erp.example/hook?a=%C3%A4&b=', 'http://erp.internal/', 'SAPEVENT:POST'])(
    'goes back to %s, as it is written',
    (hookUrl) => expect(basketForm({ ...oci, hookUrl }, BASKET)?.action).toBe(hookUrl),
  );

  test.each([null, '', 'javascript:alert(1)', 'data:text/html,x', '//evil.example', '/x', ' https://x'])(
    'does not go back to %j',
    (hookUrl) => expect(basketForm({ ...oci, hookUrl }, BASKET)).toBeUndefined(),
  );

  test('has what OCI asks of every item, and hands back what was sent along', () => {
    const { fields = [], target } = basketForm({ ...oci, hookUrl: 'SAPEVENT:POST' }, BASKET) ?? {};
    const values = Object.fromEntries(fields);
    expect(target).toBe('_top');
    expect(values['~OkCode']).toBe('ADDI');
    expect(values).not.toHaveProperty('~TARGET');
    for (const at of [1, 2]) {
      expect(values[`NEW_ITEM-DESCRIPTION[${at}]`]).toMatch(/^.{1,40}$/);
      expect(values[`NEW_ITEM-QUANTITY[${at}]`]).toMatch(/^\d+\.\d{3}$/);
      expect(values[`NEW_ITEM-UNIT[${at}]`]).toMatch(/^[A-Z]{2,3}$/);
      expect(values[`NEW_ITEM-PRICE[${at}]`]).toMatch(/^\d+\.\d{3}$/);
      expect(values[`NEW_ITEM-CURRENCY[${at}]`]).toBe('EUR');
    }
  });

  test('goes back by cXML with the buyer’s cookie, and its total', () => {
    const { fields = [] } = basketForm(cxml, BASKET) ?? {};
    const [[name, xml] = ['', '']] = fields;
    expect(name).toBe('cxml-urlencoded');
    expect(xml).toContain('<BuyerCookie>&lt;1 &amp; 2&gt;</BuyerCookie>');
    expect(xml).toContain('<Total><Money currency="EUR">74.50</Money></Total>');
    expect(xml.match(/<ItemIn /g)).toHaveLength(BASKET.length);
  });

  test('goes back by cXML from whom the buyer asked, to whoever asked, by all their names', () => {
    const xml = message(cxml);
    const shop = ['<Credential domain="DUNS"><Identity>&quot;987654321&quot;</Identity></Credential>'];
    expect(credentialsIn(xml, 'From')).toEqual(shop);
    expect(credentialsIn(xml, 'Sender')).toEqual(shop);
    expect(credentialsIn(xml, 'To')).toEqual([
      '<Credential domain="NetworkId"><Identity>AN01000000001</Identity></Credential>',
      '<Credential domain="DUNS"><Identity>Ärzte &amp; &lt;Söhne&gt;</Identity></Credential>',
    ]);
    expect(xml).toContain('<Message deploymentMode="test">');
  });

  test('goes back by cXML to the sender when nobody else is named, from the shop by its own name', () => {
    const xml = message({ ...cxml, from: [], to: [] });
    const shop = ['<Credential domain="NetworkId"><Identity>demo-shop</Identity></Credential>'];
    expect(credentialsIn(xml, 'From')).toEqual(shop);
    expect(credentialsIn(xml, 'Sender')).toEqual(shop);
    expect(credentialsIn(xml, 'To')).toEqual([
      '<Credential domain="NetworkId"><Identity>AN-hub</Identity></Credential>',
    ]);
  });
});

describe('the environment', () => {
  test.each(['SERVICE_URL', 'STOREFRONT_KEY'])('must have %s', (name) => {
    expect(() => readConfig({ ...ENV, [name]: '' })).toThrow(`${name} is missing`);
  });

  test('says by default that the service signs in its own name', () => {
    expect(config).toMatchObject({ serviceUrl: 'https://login.example', issuer: 'https://login.example' });
  });
});
