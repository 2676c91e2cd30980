import type { ReactNode } from 'react';
import { CopyButton } from '../ui/copy.tsx';

/** A row of a set-up sheet: a setting or a field, and its value. */
export const SetUpRow = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{children}</td>
  </tr>
);

/** A value to enter, with a button to copy it. */
export const Value = ({ of: value, label }: { of: string; label: string }) => (
  <span className="value">
    <code>{value}</code>
    <CopyButton label={label} value={value} />
  </span>
);
