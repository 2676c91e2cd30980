import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Settings } from '../../../client/src/index.ts';
import { PAGE_LIMIT } from '../../../functions/http/fields.ts';
import { api } from '../api/client.ts';
import { settingsQuery } from '../api/queries.ts';
import { useCan, usePrincipal } from '../principal/principal.tsx';

type Step = { to: '/settings' | '/keys'; name: string; why: string };

/** Whether a program can redeem tokens: a key of a storefront is among the first, or there are many keys. */
const storefrontQuery = {
  queryKey: ['keys', 'storefront'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const { items, nextCursor } = await api.keys.list({ limit: PAGE_LIMIT }, { signal });
    return nextCursor !== null || items.some(({ role }) => role === 'storefront');
  },
};

function missing({ callbackUrl, shopName, helpUrl, supportEmail }: Settings, storefront: boolean): Step[] {
  return [
    ...step(callbackUrl === null, '/settings', 'Say where people are taken', 'Without it no link works.'),
    ...step(!storefront, '/keys', 'Make a key for your shop', 'Its server asks with it who has come.'),
    ...step(shopName === null, '/settings', 'Name your shop', 'The login page shows it.'),
    ...step(
      helpUrl === null && supportEmail === null,
      '/settings',
      'Say where help is',
      'For those whose link does not work.',
    ),
  ];
}

const step = (isMissing: boolean, to: Step['to'], name: string, why: string): Step[] =>
  isMissing ? [{ to, name, why }] : [];

/** What an administrator still has to do in a new service. Nothing when all is done. */
export function SetUp() {
  const canSet = useCan('settings:write') && usePrincipal().domains === null;
  const settings = useQuery({ ...settingsQuery, enabled: canSet });
  const storefront = useQuery({ ...storefrontQuery, enabled: canSet });
  if (!settings.data || storefront.data === undefined) return null;
  const steps = missing(settings.data, storefront.data);
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="set-up" className="notice plain set-up">
      <h2 id="set-up">What is left to set up</h2>
      <ul>
        {steps.map(({ to, name, why }) => (
          <li key={name}>
            <Link to={to}>{name}</Link> <span className="soft">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
