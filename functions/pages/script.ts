import { credentialChecksum, findCredentials } from '../../shared/crypto/credential-text.ts';
import { onOneLine, sourceHash } from './inline-source.ts';

/** An inline script, with its `hash-source` for the Content-Security-Policy. */
export type Script = { source: string; hash: string };

const script = (...parts: readonly string[]): Script => {
  const source = onOneLine(`{\n${parts.join('')}}\n`);
  return { source, hash: sourceHash(source) };
};

/**
 * Makes a double press one request, and never submits the form: mail scanners run scripts too. The press takes the token out
 * of the address, and keeps the attempt with the history entry for the two minutes in which it can be repeated
 * (docs/decisions/0043-the-address-keeps-the-token-until-the-press.md). `aria-disabled` keeps the focus on the button.
 */
const PRESS = `
  const find = (selector) => document.querySelector(selector);
  const form = find('form'), button = find('button'), status = find('[role=status]');
  const { token, attempt } = form.elements;
  const label = button.textContent;
  let timer;
  const withoutToken = () => {
    const url = new URL(location);
    for (const name of [...url.searchParams.keys()])
      if (!/^(amp;)*(return_to|state|locale)$/i.test(name)) url.searchParams.delete(name);
    return url;
  };
  const enable = () => {
    clearTimeout(timer);
    button.textContent = label;
    button.removeAttribute('aria-disabled');
    status.textContent = '';
  };
  form.addEventListener('submit', (event) => {
    if (button.hasAttribute('aria-disabled')) return event.preventDefault();
    button.setAttribute('aria-disabled', 'true');
    button.textContent = status.textContent = form.dataset.busy;
    timer = setTimeout(enable, 20000);
    const url = withoutToken();
    url.hash = '';
    const kept = { token: token.value, attempt: attempt.value, until: Date.now() + 120000 };
    history.replaceState(kept, '', url);
  });
  addEventListener('pageshow', (event) => event.persisted && enable());
`;

/**
 * Reads the token of a fragment as the service reads that of a query, or goes on with a kept attempt. What else is in the
 * fragment, for the service to read and check, goes into the query, and no part of a token does. It sets text alone, so Trusted
 * Types need no policy.
 */
const TAKE = `
  const checksum = ${credentialChecksum};
  const findTokens = ${findCredentials};
  const show = (id) => {
    for (const part of ['lead', 'missing', 'incomplete']) find('#' + part).hidden = part !== id;
    form.hidden = button.disabled = id !== 'lead';
    find('h1').hidden = id === 'incomplete';
  };
  const take = () => {
    const { hash, search } = new URL(location);
    const kept = history.state;
    const [found, another] = findTokens('lt_', hash, checksum);
    const beside = found && !another && hash.includes(found) ? hash.slice(1).replace(/lt_\\w{22,}/g, '') : '';
    if (/(return_to|state|locale)\\W*(=|%(25)*3D)/i.test(beside))
      return location.replace('?' + [search.slice(1), beside].filter(Boolean).join('&') + '#token=' + found);
    if (found && !another) token.value = found;
    else if (kept && kept.until > Date.now()) [token.value, attempt.value] = [kept.token, kept.attempt];
    else if (kept) history.replaceState(null, '');
    if (token.value) show('lead');
    else if (/\\blt_|\\btoken\\W+\\w/i.test(hash)) show('incomplete');
  };
  addEventListener('hashchange', () => {
    take();
    status.textContent = find('main > [id]:not([hidden])').textContent;
  });
  take();
`;

/** The token of a fragment comes before one within a parameter of another name, which somebody else may have chosen. */
const PREFER_FRAGMENT = `
  const link = new URL(location);
  if (/\\btoken=/i.test(link.hash) && !link.searchParams.has('token')) location.replace(withoutToken());
`;

/** For the page of a link with a token in its query. */
export const QUERY_SCRIPT = script(PRESS, PREFER_FRAGMENT);

/** For the page of a link that may have a token in its fragment. */
export const FRAGMENT_SCRIPT = script(PRESS, TAKE);
