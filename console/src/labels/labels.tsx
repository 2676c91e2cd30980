import type { Purpose, Role, Status, UserType } from '../../../client/src/index.ts';

/** Labels for the closed sets of the API. */

export const USER_TYPE_LABELS: Record<UserType, string> = {
  contact: 'Contact',
  customer: 'Customer',
  mailbox: 'Mailbox',
};

export const PURPOSE_LABELS: Record<Purpose, string> = {
  login: 'Login',
  impersonation: 'Impersonation',
  procurement: 'Procurement',
};

export const ROLE_LABELS: Record<Role, string> = {
  viewer: 'Viewer',
  support: 'Support',
  editor: 'Editor',
  admin: 'Administrator',
  storefront: 'Storefront',
  procurement: 'Procurement system',
};

/** The error of a user picker that holds text but no user. */
export const CHOOSE_USER_MESSAGE = 'Choose somebody from the list, or empty this field.';

/** The status as text, shape and colour, so that it does not depend on colour (WCAG 2.2, 1.4.1). */
export const StatusBadge = ({ status }: { status: Status }) => (
  <span className={`status ${status}`}>
    <span className="shape" aria-hidden="true" />
    {status}
  </span>
);
