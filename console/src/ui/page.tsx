import { type ReactNode, useEffect } from 'react';

/** The heading of a page, its actions, and the title of the browser tab. The title must hold no secret. */
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

/** Replaces an empty table, and explains how it gets its first entry. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
);
