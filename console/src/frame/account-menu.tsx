import type { Principal } from '../../../client/src/index.ts';
import { ROLE_LABELS } from '../labels/labels.tsx';
import { signOut } from '../session/session.ts';
import { CircleUser } from '../ui/icons.tsx';
import { openShortcutsDialog } from './shortcuts-help.tsx';

/** Name and role of the principal, and sign-out. A native popover, because it loads with every page. */
export function AccountMenu({ principal }: { principal: Principal }) {
  const { name, role, domains } = principal;

  return (
    <>
      <button type="button" className="account" popoverTarget="account" aria-label={`Account of ${name}`}>
        <CircleUser size={17} strokeWidth={1.8} />
        <bdi className="account-name">{name}</bdi>
        <span className="account-word">Account</span>
      </button>
      <div id="account" popover="auto" className="popup account-popup">
        <p className="menu-head">
          <strong>
            <bdi>{name}</bdi>
          </strong>
          <span>
            {ROLE_LABELS[role]}
            {domains && `, limited to ${domains.join(', ')}`}
          </span>
        </p>
        <button
          type="button"
          className="menu-item"
          popoverTarget="account"
          popoverTargetAction="hide"
          onClick={openShortcutsDialog}
        >
          Keyboard shortcuts
        </button>
        <a className="menu-item" href="/docs" target="_blank" rel="noreferrer">
          API reference
        </a>
        <button type="button" className="menu-item" onClick={signOut}>
          Sign out
        </button>
      </div>
    </>
  );
}
