import { Link } from '@tanstack/react-router';
import type { Principal } from '../../../client/src/index.ts';
import { PAGES } from './pages.ts';

/** Empty until the principal is loaded, because links that vanish again would be worse. */
export function Navigation({ principal }: { principal: Principal | undefined }) {
  if (!principal) return <nav aria-label="Pages" className="pages" />;
  const groups = PAGES.map((group) =>
    group.filter(
      ({ permission, unlimitedOnly }) =>
        principal.permissions.includes(permission) && !(unlimitedOnly && principal.domains),
    ),
  ).filter((group) => group.length > 0);
  return (
    <nav aria-label="Pages" className="pages">
      {groups.map((group) => (
        <ul key={group[0]?.to}>
          {group.map(({ to, name, icon: Icon }) => (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                <Icon size={17} strokeWidth={1.8} />
                <span>{name}</span>
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
