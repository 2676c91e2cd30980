import { describe, expect, it } from 'vitest';
import { errorPage } from '../../../functions/pages/error-page.ts';
import { LOCALES } from '../../../functions/pages/locale.ts';
import { TEXTS } from '../../../functions/pages/texts.ts';
import { ACME, directive, NO_SHOP } from './page-parts.ts';

const render = (over: Partial<Parameters<typeof errorPage>[0]> = {}) =>
  errorPage({ locale: 'en', shop: ACME, kind: 'refused', ...over });

const KINDS = ['refused', 'invalid', 'cross_site', 'not_ready', 'unavailable', 'failed'] as const;
const WEB = 'href="https://acme.example/help?from=login&amp;x=1"';
const MAIL = 'href="mailto:support@acme.example"';

describe('the page of a refused link', () => {
  it('is the same to the byte, whoever asks and whatever is known of the link', () => {
    expect(render({ requestId: 'one' })).toEqual(render({ requestId: 'another' }));
    expect(render()).toEqual(render({ shop: structuredClone(ACME) }));
  });

  it('offers the help that the shop names before anything else', () => {
    const { html } = render();
    expect(html).toMatch(/<div class="actions"><a href="https:[^>]*>Get help<\/a><a href="mailto:/);
    expect(html).not.toContain('<footer>');
  });

  it('says what to do where the shop names no help', () => {
    const { html } = render({ shop: NO_SHOP });
    expect(html).toContain('Ask for a new link where you got this one.');
    expect(html).not.toContain('<a ');
  });
});

describe.each(KINDS)('the page of a link that is %s', (kind) => {
  it.each(LOCALES)('says so in %s, with the shop in its title', (locale) => {
    const { title, text } = TEXTS[locale].errors[kind];
    const { html } = render({ kind, locale });
    expect(html).toContain(`<title>${title} – Acme Supplies</title>`);
    expect(html).toContain(`<h1>${title}</h1><p>${text}</p>`);
  });

  it('has both ways to ask for help, once each', () => {
    const { html } = render({ kind });
    expect([html.split(WEB).length, html.split(MAIL).length]).toEqual([2, 2]);
  });

  it('has no form and no script, and its policy allows neither', () => {
    const { html, contentSecurityPolicy } = render({ kind });
    expect(html).not.toMatch(/<form|<script|<input/);
    expect(directive(contentSecurityPolicy, 'form-action')).toBe("'none'");
    expect(directive(contentSecurityPolicy, 'script-src')).toBe("'none'");
  });
});

describe('the page of a failure', () => {
  it('has the id of the request, to be told to who helps', () => {
    const { html } = render({ kind: 'failed', requestId: 'JKgXyhqEjoEEPTQ=' });
    expect(html).toContain('Reference <code>JKgXyhqEjoEEPTQ=</code>');
  });

  it('escapes it, since it came in a header', () => {
    expect(render({ kind: 'failed', requestId: '<b>' }).html).toContain('<code>&lt;b&gt;</code>');
  });
});
