import { Button } from '../ui/button.tsx';
import { PageTitle } from '../ui/page.tsx';

/** What is left when a page itself fails: the usual cause is a part of it that was lost on the way. */
export const PageFailed = () => (
  <>
    <PageTitle title="This page could not be shown" />
    <p>The connection may have been lost. Nothing that was saved is affected.</p>
    <Button tone="main" onClick={() => location.reload()}>
      Reload the page
    </Button>
  </>
);
