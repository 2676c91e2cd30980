import type { ReactNode } from 'react';

/** Instead of an empty table: what would be here, and how it comes here. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
);
