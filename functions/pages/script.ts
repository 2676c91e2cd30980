import { onOneLine, sourceHash } from './inline-source.ts';

/**
 * Sends nothing by itself: mail scanners run scripts too. It
 * - moves the token of a fragment into the form, also when the link is opened over this page, which then only changes
 *   its fragment;
 * - takes the token out of the address and of the history entry. A query's token is in the form already;
 * - makes a double press one navigation, and gives the button back when a page returns from the back-forward cache,
 *   or when nothing came of the press: that repeats the same attempt.
 * `aria-disabled` leaves focus on the button, where `disabled` would lose it. What is assigned is text, so Trusted
 * Types refuse nothing.
 */
export const SCRIPT = onOneLine(`
{
  const find = (selector) => document.querySelector(selector);
  const form = find('form'), button = find('button'), lead = find('#lead'), status = find('[role=status]');
  const label = button.textContent;
  let timer;
  const ready = () => {
    clearTimeout(timer);
    button.textContent = label;
    button.removeAttribute('aria-disabled');
    status.textContent = '';
  };
  const take = () => {
    const url = new URL(location);
    const token = new URLSearchParams(url.hash.slice(1)).get('token');
    if (/^\\w{1,128}$/.test(token ?? '')) {
      form.elements.token.value = token;
      button.disabled = lead.hidden = false;
      find('#missing').hidden = true;
    }
    if (token !== null) url.hash = '';
    url.searchParams.delete('token');
    if (url.href !== location.href) history.replaceState(null, '', url);
  };
  form.addEventListener('submit', (event) => {
    if (button.hasAttribute('aria-disabled')) return event.preventDefault();
    button.setAttribute('aria-disabled', 'true');
    button.textContent = status.textContent = form.dataset.busy;
    timer = setTimeout(ready, 20000);
  });
  addEventListener('pageshow', (event) => event.persisted && ready());
  addEventListener('hashchange', () => {
    take();
    if (!lead.hidden) status.textContent = lead.textContent;
  });
  take();
}
`);

export const SCRIPT_HASH = sourceHash(SCRIPT);
