import { type ReactNode, useEffect } from 'react';

/** A page's heading with its actions at the right, and the title of the browser's tab. Never anything secret. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Login Tokens`;
  }, [title]);
  return (
    <header className="page-title">
      <h1>{title}</h1>
      {children && <div className="actions">{children}</div>}
    </header>
  );
}

/** Instead of an empty table: what would be here, and how it comes here. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
);
