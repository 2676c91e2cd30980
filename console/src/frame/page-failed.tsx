import { Button } from '../ui/button.tsx';
import { PageTitle } from './page-title.tsx';

/**
 * What is left when a page itself fails. The usual cause is a page that was open while the console was deployed anew,
 * and asks for files that are gone.
 */
export const PageFailed = () => (
  <>
    <PageTitle title="This page could not be shown" />
    <p>The console may have been updated, or the connection was lost. Nothing that was saved is affected.</p>
    <Button tone="main" onClick={() => location.reload()}>
      Reload the page
    </Button>
  </>
);
