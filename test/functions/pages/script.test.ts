import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { SCRIPT } from '../../../functions/pages/script.ts';

type Listener = (event: Record<string, unknown>) => void;

/** The parts of a browser that the script uses. Submitting a form other than by a press throws. */
function open(address: string, { inField = '' } = {}) {
  const listeners = new Map<string, Listener>();
  const listen = (name: string, listener: Listener) => listeners.set(name, listener);
  const timers: (() => void)[] = [];
  const attributes = new Set<string>();
  const token = { value: inField };
  const button = {
    textContent: 'Continue',
    disabled: inField === '',
    hasAttribute: (name: string) => attributes.has(name),
    setAttribute: (name: string) => attributes.add(name),
    removeAttribute: (name: string) => attributes.delete(name),
  };
  const form = {
    elements: { token },
    dataset: { busy: 'Signing in…' },
    addEventListener: listen,
    submit: () => expect.fail('submitted by itself'),
    requestSubmit: () => expect.fail('submitted by itself'),
  };
  const status = { textContent: '' };
  const lead = { hidden: inField === '', textContent: 'Press Continue.' };
  const missing = { hidden: inField !== '' };
  const elements: Record<string, object> = {
    form,
    button,
    '#lead': lead,
    '#missing': missing,
    '[role=status]': status,
  };
  const replaced: string[] = [];
  const location = {
    href: address,
    toString: () => location.href,
  };
  const history = {
    replaceState: (_state: unknown, _title: string, url: URL) => {
      location.href = url.href;
      replaced.push(url.href);
    },
    pushState: () => expect.fail('an entry of history with the token stays'),
  };
  runInNewContext(SCRIPT, {
    document: { querySelector: (selector: string) => elements[selector] },
    location,
    history,
    URL,
    URLSearchParams,
    addEventListener: listen,
    setTimeout: (later: () => void) => timers.push(later),
    clearTimeout: () => timers.splice(0),
  });
  const press = () => {
    let prevented = false;
    listeners.get('submit')?.({ preventDefault: () => (prevented = true) });
    return prevented ? 'nothing' : 'sent';
  };
  return { location, replaced, token, button, status, lead, missing, listeners, timers, press };
}

const LINK = 'https://login.example.com/pre/login';

describe('the script of the page', () => {
  it('takes the token of a query, which is in the form, out of the address and of history', () => {
    const page = open(`${LINK}?token=lt_1&state=x`, { inField: 'lt_1' });
    expect(page.replaced).toEqual([`${LINK}?state=x`]);
    expect(page.token.value).toBe('lt_1');
  });

  it('moves the token of a fragment into the form, and lets the button be pressed', () => {
    const page = open(`${LINK}?state=x#token=lt_1`);
    expect(page.replaced).toEqual([`${LINK}?state=x`]);
    expect([page.token.value, page.button.disabled]).toEqual(['lt_1', false]);
    expect([page.lead.hidden, page.missing.hidden]).toEqual([false, true]);
  });

  it.each(['', '#', '#top', '#token=', '#token=a%20b', `#token=${'x'.repeat(129)}`, '#token=%3Cscript%3E'])(
    'does not let it be pressed without a token: %s',
    (fragment) => {
      const page = open(LINK + fragment);
      expect([page.token.value, page.button.disabled, page.lead.hidden]).toEqual(['', true, true]);
      expect(page.location.href).not.toContain('token');
    },
  );

  it('leaves an address without a token as it is', () => {
    expect(open(`${LINK}?state=x#top`).replaced).toEqual([]);
  });

  it('takes the token of a link that is opened over a page without one, and says so', () => {
    const page = open(LINK);
    page.location.href = `${LINK}#token=lt_1`;
    page.listeners.get('hashchange')?.({});
    expect(page.location.href).toBe(LINK);
    expect([page.token.value, page.button.disabled]).toEqual(['lt_1', false]);
    expect(page.status.textContent).toBe('Press Continue.');
  });

  it('sends nothing by itself, and sets no timer that could', () => {
    const page = open(`${LINK}#token=lt_1`);
    expect(page.timers).toEqual([]);
    expect([...page.listeners.keys()].sort()).toEqual(['hashchange', 'pageshow', 'submit']);
    for (const name of ['hashchange', 'pageshow']) page.listeners.get(name)?.({ persisted: true });
    expect(page.button.textContent).toBe('Continue');
  });

  it('sends once, however often the button is pressed, and says that it does', () => {
    const page = open(`${LINK}?token=lt_1`, { inField: 'lt_1' });
    expect([page.press(), page.press(), page.press()]).toEqual(['sent', 'nothing', 'nothing']);
    expect([page.button.textContent, page.status.textContent]).toEqual(['Signing in…', 'Signing in…']);
  });

  it('gives the button back to a page that returns from the back-forward cache, and not to one that loads', () => {
    const page = open(`${LINK}?token=lt_1`, { inField: 'lt_1' });
    page.press();
    page.listeners.get('pageshow')?.({ persisted: false });
    expect(page.press()).toBe('nothing');
    page.listeners.get('pageshow')?.({ persisted: true });
    expect([page.button.textContent, page.status.textContent]).toEqual(['Continue', '']);
    expect(page.press()).toBe('sent');
  });

  it('gives the button back when nothing came of a press', () => {
    const page = open(`${LINK}?token=lt_1`, { inField: 'lt_1' });
    page.press();
    for (const later of page.timers) later();
    expect(page.press()).toBe('sent');
  });
});
