import { onOneLine, sourceHash } from './inline-source.ts';

/**
 * Moves the token of a fragment into the form and out of the address, and makes a double press one request. It never
 * submits the form: mail scanners run scripts too. It sets text alone, so Trusted Types need no policy. `aria-disabled`
 * keeps the focus on the button, and `pageshow` enables it again after the back-forward cache.
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
