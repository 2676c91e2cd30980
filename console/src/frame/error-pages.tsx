import { Link } from '@tanstack/react-router';
import type { Principal } from '../../../client/src/index.ts';
import { ROLE_LABELS } from '../labels/labels.tsx';
import { signOut } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { PageTitle } from '../ui/page.tsx';

export const NotFound = () => (
  <>
    <PageTitle title="There is no such page" />
    <p>
      The address may be mistyped, or from a newer console. Go to the <Link to="/">overview</Link> or the{' '}
      <Link to="/tokens">login tokens</Link>.
    </p>
  </>
);

/** Shown when a page throws, most often because a chunk of it failed to load. */
export const PageFailed = () => (
  <>
    <PageTitle title="This page could not be shown" />
    <p>The connection may have been lost. Nothing that was saved is affected.</p>
    <Button tone="main" onClick={() => location.reload()}>
      Reload the page
    </Button>
  </>
);

/** For roles without access to the console, such as storefronts. */
export const NoConsoleAccess = ({ principal: { name, role } }: { principal: Principal }) => (
  <main className="lone">
    <h1>This key does not open the console</h1>
    <p>
      «{name}» is a key for the role {ROLE_LABELS[role]}. Use one of an administrator, an editor or a viewer.
    </p>
    <Button tone="main" onClick={signOut}>
      Use another key
    </Button>
  </main>
);
