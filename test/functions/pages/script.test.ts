import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkPairs } from '../../../functions/doors/link-pairs.ts';
import { readLink } from '../../../functions/doors/read-link.ts';
import { FRAGMENT_SCRIPT, QUERY_SCRIPT } from '../../../functions/pages/script.ts';
import { formatCredential, newSecret, readPastedCredential } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';

type Listener = (event: Record<string, unknown>) => void;
type Kept = { token: string; attempt: string; until: number };

const make = () => formatCredential('lt_', { id: newId(0), secret: newSecret() }).reveal();
const TOKEN = make();

type Opened = {
  /** The token that the page has in its form: that of the query. */
  inField?: string;
  /** The state of the history entry. */
  kept?: Kept | null;
  /** Epoch milliseconds. */
  now?: number;
};

/** The parts of a browser that the scripts use. Submitting a form other than by a press throws. */
function open(address: string, { inField = '', kept = null, now = 0 }: Opened = {}) {
  const listeners = new Map<string, Listener>();
  const listen = (name: string, listener: Listener) => listeners.set(name, listener);
  const timers: (() => void)[] = [];
  const attributes = new Set<string>();
  const token = { value: inField };
  const attempt = { value: 'attempt-of-the-page' };
  const missing = inField === '';
  const button = {
    textContent: 'Continue',
    disabled: missing,
    hasAttribute: (name: string) => attributes.has(name),
    setAttribute: (name: string) => attributes.add(name),
    removeAttribute: (name: string) => attributes.delete(name),
  };
  const form = {
    elements: { token, attempt },
    dataset: { busy: 'Signing in…' },
    hidden: missing,
    addEventListener: listen,
    submit: () => expect.fail('submitted by itself'),
    requestSubmit: () => expect.fail('submitted by itself'),
  };
  const status = { textContent: '' };
  const parts = {
    lead: { hidden: missing, textContent: 'Press Continue.' },
    missing: { hidden: !missing, textContent: 'Open it again.' },
    incomplete: { hidden: true, textContent: 'This link is incomplete.' },
  };
  const shown = () => Object.values(parts).find(({ hidden }) => !hidden);
  const elements: Record<string, () => object | undefined> = {
    form: () => form,
    button: () => button,
    h1: () => ({}),
    '#lead': () => parts.lead,
    '#missing': () => parts.missing,
    '#incomplete': () => parts.incomplete,
    '[role=status]': () => status,
    'main > [id]:not([hidden])': shown,
  };
  const location = {
    href: address,
    toString: () => location.href,
    replace: (address: string) => {
      location.href = new URL(address, location.href).href;
    },
  };
  const history = {
    state: kept,
    replaceState: (state: Kept | null, _title: string, url?: URL) => {
      history.state = state;
      location.href = url?.href ?? location.href;
    },
    pushState: () => expect.fail('an entry of history with the token stays'),
  };
  runInNewContext((missing ? FRAGMENT_SCRIPT : QUERY_SCRIPT).source, {
    document: { querySelector: (selector: string) => elements[selector]?.() },
    location,
    history,
    URL,
    Date: { now: () => now },
    addEventListener: listen,
    setTimeout: (later: () => void) => timers.push(later),
    clearTimeout: () => timers.splice(0),
  });
  const press = () => {
    let prevented = false;
    listeners.get('submit')?.({ preventDefault: () => (prevented = true) });
    return prevented ? 'nothing' : 'sent';
  };
  return {
    ...{ location, history, token, attempt, button, form, status, listeners, timers, press },
    shown: () => Object.entries(parts).flatMap(([name, { hidden }]) => (hidden ? [] : [name])),
  };
}

const LINK = 'https://login.example.com/pre/login';

describe('before the press', () => {
  it('the token of a query, which is in the form, stays in the address: a reload still has it', () => {
    const page = open(`${LINK}?token=${TOKEN}&state=x`, { inField: TOKEN });
    expect(page.location.href).toBe(`${LINK}?token=${TOKEN}&state=x`);
    expect([page.token.value, page.history.state]).toEqual([TOKEN, null]);
  });

  it('the token of a fragment is in the form and in the address, and the button can be pressed', () => {
    const page = open(`${LINK}?state=x#token=${TOKEN}`);
    expect(page.location.href).toBe(`${LINK}?state=x#token=${TOKEN}`);
    expect([page.token.value, page.button.disabled, page.form.hidden]).toEqual([TOKEN, false, false]);
    expect(page.shown()).toEqual(['lead']);
  });

  it.each([
    `#${TOKEN}`,
    `#token%3D${TOKEN}`,
    `#token=${TOKEN}.`,
    `#token=3D${TOKEN})`,
    `#/token=${TOKEN}?utm_source=x`,
  ])('the token of a fragment is read without what was added to it: %s', (fragment) => {
    const page = open(LINK + fragment);
    expect([page.token.value, page.shown()]).toEqual([TOKEN, ['lead']]);
  });

  const RETURN_TO = encodeURIComponent('https://shop.example/account?a=1&b=2');
  const BESIDE = `&state=ab%2Bc&return_to=${RETURN_TO}&locale=de`;
  it.each([
    `token=${TOKEN}${BESIDE}`,
    `${BESIDE.slice(1)}&token=${TOKEN}`,
    `token=${TOKEN}${BESIDE.replaceAll('&', '&amp;')}`,
    `token=${TOKEN}${BESIDE.replace('&', '?')}`,
    `TOKEN=${TOKEN}${BESIDE.replace('state', 'STATE')}`,
    `token=3D${TOKEN}${BESIDE.replaceAll('=', '=3D')}`,
    encodeURIComponent(`token=${TOKEN}${BESIDE}`),
    `token=${TOKEN}&x=${TOKEN.slice(0, 40)}${BESIDE}`,
  ])(
    'what is beside the token of a fragment goes to the service, and no part of the token does: %s',
    (fragment) => {
      const page = open(`${LINK}#${fragment}`);
      const { hash, search, origin, pathname } = new URL(page.location.href);
      expect([origin + pathname, hash]).toEqual([LINK, `#token=${TOKEN}`]);
      expect(search).not.toContain('lt_');
      const { state, returnTo, locale, token, incomplete } = readLink(linkPairs(search.slice(1)));
      expect({ state, returnTo, locale, token, incomplete }).toEqual({
        state: 'ab+c',
        returnTo: 'https://shop.example/account?a=1&b=2',
        locale: 'de',
        token: undefined,
        incomplete: false,
      });
      const next = open(page.location.href);
      expect([next.location.href, next.token.value]).toEqual([page.location.href, TOKEN]);
    },
  );

  it.each(['#undefined&state=x', '#state=x', `#token=${TOKEN.slice(0, 40)}&state=x`])(
    'nothing is moved where there is no whole token: %s',
    (fragment) => {
      const page = open(LINK + fragment);
      expect([page.location.href, page.token.value]).toEqual([LINK + fragment, '']);
    },
  );

  it('a state that has the letters of a token stays as it is', () => {
    const page = open(`${LINK}#token=${TOKEN}&state=default_5`);
    expect(new URL(page.location.href).searchParams.get('state')).toBe('default_5');
  });

  it('a query before the fragment stays, and what nobody knows in it stays where it is', () => {
    const page = open(`${LINK}?state=x#token=${TOKEN}&utm_source=mail`);
    expect([page.location.href, page.token.value]).toEqual([
      `${LINK}?state=x#token=${TOKEN}&utm_source=mail`,
      TOKEN,
    ]);
    const moved = open(`${LINK}?state=x#token=${TOKEN}&locale=de`);
    expect(moved.location.href).toBe(`${LINK}?state=x&token=&locale=de#token=${TOKEN}`);
  });

  it('a fragment is read as the service reads a query', () => {
    const damaged = fc
      .tuple(fc.string({ maxLength: 8 }), fc.nat({ max: 64 }), fc.string({ maxLength: 8 }))
      .map(([before, at, inside]) => before + TOKEN.slice(0, at) + inside + TOKEN.slice(at));
    fc.assert(
      fc.property(damaged, (text) => {
        const { hash } = new URL(`${LINK}#token=${text}`);
        const reading = readPastedCredential('lt_', hash);
        const expected = reading.outcome === 'whole' ? reading.string.reveal() : '';
        expect(open(LINK + hash).token.value).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it.each(['', '#', '#top', '#token=', '#token=.', '#default_x'])(
    'no token is missed where none was: %s',
    (fragment) => {
      const page = open(LINK + fragment);
      expect([page.token.value, page.button.disabled, page.form.hidden]).toEqual(['', true, true]);
      expect(page.shown()).toEqual(['missing']);
    },
  );

  it.each([
    `#token=${TOKEN.slice(0, 40)}`,
    `#token=${TOKEN.toLowerCase()}`,
    `#${TOKEN.slice(0, -1)}`,
    `#token=${TOKEN.slice(3)}`,
    '#token=x',
    '#token=%3Cscript%3E',
  ])('a token that is not whole is called incomplete, and nothing can be pressed: %s', (fragment) => {
    const page = open(LINK + fragment);
    expect([page.token.value, page.button.disabled, page.form.hidden]).toEqual(['', true, true]);
    expect(page.shown()).toEqual(['incomplete']);
  });

  it('the whole link, opened over a page with a part of it, is taken and said', () => {
    const page = open(`${LINK}#token=${TOKEN.slice(0, 40)}`);
    page.location.href = `${LINK}#token=${TOKEN}`;
    page.listeners.get('hashchange')?.({});
    expect([page.token.value, page.button.disabled, page.shown()]).toEqual([TOKEN, false, ['lead']]);
    expect(page.status.textContent).toBe('Press Continue.');
  });

  it('a part of a link, opened over a page without one, is said to be incomplete', () => {
    const page = open(LINK);
    page.location.href = `${LINK}#token=${TOKEN.slice(0, 40)}`;
    page.listeners.get('hashchange')?.({});
    expect(page.status.textContent).toBe('This link is incomplete.');
  });

  it.each([{ inField: TOKEN }, {}])('nothing is sent, and no timer is set that could: %j', (opened) => {
    const page = open(`${LINK}#token=${TOKEN}`, opened);
    expect(page.timers).toEqual([]);
    for (const name of ['hashchange', 'pageshow']) page.listeners.get(name)?.({ persisted: true });
    expect(page.button.textContent).toBe('Continue');
  });
});

describe('a press', () => {
  it.each([
    [`${LINK}?token=${TOKEN}&state=x`, `${LINK}?state=x`],
    [`${LINK}?token=3D${TOKEN}&utm_source=x&token=${TOKEN}`, LINK],
    [
      `${LINK}?return_to=https%3A%2F%2Fshop.example%2F&${TOKEN}`,
      `${LINK}?return_to=https%3A%2F%2Fshop.example%2F`,
    ],
    [`${LINK}?locale=nl#token=${TOKEN}`, `${LINK}?locale=nl`],
  ])('takes the token out of the address: %s', (address, cleaned) => {
    const page = open(address, address.includes('#') ? {} : { inField: TOKEN });
    expect(page.press()).toBe('sent');
    expect(page.location.href).toBe(cleaned);
  });

  it('is sent once, however often the button is pressed, and says so', () => {
    const page = open(`${LINK}?token=${TOKEN}`, { inField: TOKEN });
    expect([page.press(), page.press(), page.press()]).toEqual(['sent', 'nothing', 'nothing']);
    expect([page.button.textContent, page.status.textContent]).toEqual(['Signing in…', 'Signing in…']);
  });

  it('is possible again on a page that returns from the back-forward cache, and not on one that loads', () => {
    const page = open(`${LINK}?token=${TOKEN}`, { inField: TOKEN });
    page.press();
    page.listeners.get('pageshow')?.({ persisted: false });
    expect(page.press()).toBe('nothing');
    page.listeners.get('pageshow')?.({ persisted: true });
    expect([page.button.textContent, page.status.textContent]).toEqual(['Continue', '']);
    expect(page.press()).toBe('sent');
  });

  it('is possible again when nothing came of it', () => {
    const page = open(`${LINK}?token=${TOKEN}`, { inField: TOKEN });
    page.press();
    for (const later of page.timers) later();
    expect(page.press()).toBe('sent');
  });
});

describe('a page that is gone back to after a press', () => {
  const pressed = open(`${LINK}?token=${TOKEN}`, { inField: TOKEN, now: 1_000 });
  pressed.press();
  const kept = pressed.history.state;

  it('goes on with the same attempt for two minutes, with nothing in its address', () => {
    const page = open(LINK, { kept, now: 120_999 });
    expect([page.token.value, page.attempt.value]).toEqual([TOKEN, 'attempt-of-the-page']);
    expect([page.shown(), page.button.disabled, page.location.href]).toEqual([['lead'], false, LINK]);
  });

  it('has forgotten it after that', () => {
    const page = open(LINK, { kept, now: 121_000 });
    expect([page.token.value, page.shown(), page.history.state]).toEqual(['', ['missing'], null]);
  });

  it('takes another token that its address has', () => {
    const other = make();
    const page = open(`${LINK}#token=${other}`, { kept, now: 2_000 });
    expect(page.token.value).toBe(other);
  });
});
