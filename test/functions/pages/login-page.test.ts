import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorPage } from '../../../functions/pages/error-page.ts';
import { LOCALES } from '../../../functions/pages/locale.ts';
import { loginPage } from '../../../functions/pages/login-page.ts';
import { ACME, directive, elementsOf, fieldsOf, NO_SHOP } from './page-parts.ts';

const TOKEN = `lt_${'0aZ'.repeat(20)}x`;
const ATTEMPT = 'hn2CXnfz0kVDZ1sXwS0yUd';

const render = (over: Partial<Parameters<typeof loginPage>[0]> = {}) =>
  loginPage({ locale: 'en', shop: ACME, form: { token: TOKEN, attemptId: ATTEMPT }, targets: [], ...over });

const withToken = (token?: string) => render({ form: { token, attemptId: ATTEMPT } }).html;

describe('the page of a login link', () => {
  it('has one form, which posts to where it came from without the query, and one button', () => {
    const { html } = render({
      form: {
        token: TOKEN,
        returnTo: 'https://acme.example/cb?a=1&b=2',
        state: 's"\'<>&',
        attemptId: ATTEMPT,
      },
    });
    expect(elementsOf(html, 'form')).toEqual([
      '<form method="post" action="login" autocomplete="off" data-busy="Signing in…">',
    ]);
    expect(elementsOf(html, 'button')).toEqual(['<button>']);
    expect(fieldsOf(html)).toEqual({
      token: TOKEN,
      return_to: 'https://acme.example/cb?a=1&b=2',
      state: 's"\'<>&',
      attempt: ATTEMPT,
      locale: 'en',
    });
  });

  it('leaves out the fields that the link did not have', () => {
    expect(Object.keys(fieldsOf(render().html))).toEqual(['token', 'attempt', 'locale']);
  });

  it('is named after the shop, and neutral without one', () => {
    expect(render().html).toContain('<title>Sign in to Acme Supplies</title>');
    expect(render({ shop: NO_SHOP }).html).toContain('<title>Sign in</title>');
    expect(render({ shop: NO_SHOP }).html).not.toContain('class="monogram"');
  });

  it('is not indexed, and says its language', () => {
    const { html } = render({ locale: 'pt_BR' });
    expect(html).toMatch(/^<!doctype html><html lang="pt-BR" dir="ltr">/);
    expect(html).toContain('<meta name="robots" content="noindex">');
  });

  it.each(LOCALES)('is smaller than 6 KB in %s', (locale) => {
    const form = {
      token: TOKEN,
      returnTo: 'https://shop.acme.example/callback',
      state: ATTEMPT,
      attemptId: ATTEMPT,
    };
    expect(Buffer.byteLength(render({ locale, form }).html)).toBeLessThan(6 * 1024);
  });

  it('loads nothing from anywhere', () => {
    expect(render().html).not.toMatch(/\ssrc=|<link|<img|@import|url\(/);
  });
});

describe('a token in the page', () => {
  it('is in the form, and the button can be pressed', () => {
    expect(fieldsOf(withToken(TOKEN)).token).toBe(TOKEN);
    expect(elementsOf(withToken(TOKEN), 'button')).toEqual(['<button>']);
    expect(withToken(TOKEN)).not.toMatch(/ hidden>|id="missing"/);
  });

  it('is asked for when there is none, and then nothing can be pressed', () => {
    const html = withToken(undefined);
    expect(fieldsOf(html).token).toBe('');
    expect(elementsOf(html, 'button')).toEqual(['<button disabled>']);
    expect(elementsOf(html, 'form')[0]).toMatch(/ hidden>$/);
    expect(html).toContain('<p id="lead" hidden>');
    expect(html).toContain('<div id="incomplete" hidden><h1>This link is incomplete</h1><p>');
    expect(html).toContain(
      '<div id="missing"><p>Open the link in your message again to sign in.</p><noscript>',
    );
  });
});

describe('what the shop and the link say', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '</title><script>alert(1)</script>',
      '" onfocus="alert(1)',
      "'><img src=x>",
      '<!--',
      '\u202e',
    ),
  );

  it('adds no element and no attribute, whatever it is', () => {
    const tags = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/="[^"]*"/g, ''));
    const plain = (value: string) =>
      render({
        shop: { ...ACME, shopName: value, supportEmail: value },
        form: { token: value, returnTo: value, state: value, attemptId: value },
      }).html;
    const expected = tags(plain('-'));
    fc.assert(
      fc.property(hostile, (value) => {
        fc.pre(value.trim() !== '');
        expect(tags(plain(value))).toEqual(expected);
      }),
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'mailto:a@b', '//evil', 'help'])(
    'is no help that is not on the web: %s',
    (helpUrl) => {
      expect(render({ shop: { ...ACME, helpUrl } }).html).toBe(
        render({ shop: { ...ACME, helpUrl: null } }).html,
      );
    },
  );

  it('cannot add a subject to an e-mail', () => {
    const { html } = render({ shop: { ...ACME, supportEmail: 'a?subject=x&body=y@acme.example' } });
    expect(html).toContain('href="mailto:a%3Fsubject%3Dx%26body%3Dy@acme.example"');
  });
});

describe('the content security policy', () => {
  const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
  const inner = (html: string, name: string) => html.split(`<${name}>`)[1]?.split(`</${name}>`)[0] ?? '';

  it('lets exactly the style and the script of the page in', () => {
    const { html, contentSecurityPolicy } = render();
    expect(directive(contentSecurityPolicy, 'style-src')).toBe(sha256(inner(html, 'style')));
    expect(directive(contentSecurityPolicy, 'script-src')).toBe(sha256(inner(html, 'script')));
    expect(html.match(/<(style|script)/g)).toEqual(['<style', '<script']);
  });

  it('lets nothing else in', () => {
    const { html, contentSecurityPolicy } = render();
    expect(contentSecurityPolicy).not.toContain('unsafe');
    expect(directive(contentSecurityPolicy, 'default-src')).toBe("'none'");
    expect(directive(contentSecurityPolicy, 'base-uri')).toBe("'none'");
    expect(directive(contentSecurityPolicy, 'require-trusted-types-for')).toBe("'script'");
    expect(html).not.toMatch(/<[^>]* (style|on\w+)=/);
  });

  it('lets the form be answered by a redirect to the targets, each named once, and to nobody else', () => {
    const targets = ['https:', 'com.example.app:', 'https:'];
    expect(directive(render({ targets }).contentSecurityPolicy, 'form-action')).toBe(
      "'self' https: com.example.app:",
    );
    expect(directive(render().contentSecurityPolicy, 'form-action')).toBe("'self'");
  });

  it('lets nobody frame the page but those whom the shop names', () => {
    expect(directive(render().contentSecurityPolicy, 'frame-ancestors')).toBe("'none'");
    const shop = { ...ACME, frameAncestors: ['https://srm.example', 'https://ariba.example:8443'] };
    const { contentSecurityPolicy } = errorPage({ locale: 'en', shop, kind: 'refused' });
    expect(directive(contentSecurityPolicy, 'frame-ancestors')).toBe(
      'https://srm.example https://ariba.example:8443',
    );
  });

  it.each(["https://a; script-src 'unsafe-inline'", "'unsafe-inline'", 'https://a, default-src *', ''])(
    'cannot be added to by an address: %s',
    (address) => {
      const shop = { ...ACME, frameAncestors: [address] };
      expect(render({ shop, targets: [address] }).contentSecurityPolicy).toBe(render().contentSecurityPolicy);
    },
  );

  it('is one line of ASCII, as a header has to be', () => {
    expect(render().contentSecurityPolicy).toMatch(/^[\x20-\x7e]+$/);
  });
});
