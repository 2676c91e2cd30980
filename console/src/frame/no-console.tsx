import type { Principal } from '../../../client/src/index.ts';
import { ROLE_WORDS } from '../labels/labels.tsx';
import { signOut } from '../session/sign-out.ts';
import { Button } from '../ui/button.tsx';

/** For keys that open other doors. */
export const NoConsole = ({ principal: { name, role } }: { principal: Principal }) => (
  <main className="lone">
    <h1>This key does not open the console</h1>
    <p>
      «{name}» is a key for the role {ROLE_WORDS[role]}. Use one of an administrator, an editor or a viewer.
    </p>
    <Button tone="main" onClick={signOut}>
      Use another key
    </Button>
  </main>
);
