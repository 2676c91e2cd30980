import { Link } from '@tanstack/react-router';
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
