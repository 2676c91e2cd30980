import type { Purpose, Role, Sort, Status, UserType } from '../../../client/src/index.ts';

/** The closed sets of the API in the order in which people are shown them, with what they are called here. */

export const STATUSES = ['active', 'used', 'expired', 'disabled'] as const satisfies readonly Status[];
export const PURPOSES = ['login', 'impersonation', 'procurement'] as const satisfies readonly Purpose[];
export const USER_TYPES = ['contact', 'customer', 'mailbox'] as const satisfies readonly UserType[];
export const SORTS = [
  '-createdAt',
  'createdAt',
  'expiresAt',
  '-expiresAt',
  'updatedAt',
  '-updatedAt',
] as const satisfies readonly Sort[];

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
  editor: 'Editor',
  admin: 'Administrator',
  storefront: 'Storefront',
  procurement: 'Procurement system',
};

/** What is wrong where a name was typed and nobody chosen. */
export const CHOOSE_USER_MESSAGE = 'Choose somebody from the list, or empty this field.';

/** A word with a shape and a colour: none of them alone tells it. */
export const StatusBadge = ({ status }: { status: Status }) => (
  <span className={`status ${status}`}>
    <span className="shape" aria-hidden="true" />
    {status}
  </span>
);
