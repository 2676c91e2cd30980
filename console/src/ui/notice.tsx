import { useEffect, useRef } from 'react';
import { Problem, Unreachable } from '../../../client/src/index.ts';
import { Button } from './button.tsx';

/** Says what failed and what to do about it, for every error that a request can throw. */
export function describeError(error: unknown): { title: string; detail: string } {
  if (error instanceof Unreachable)
    return { title: 'The service cannot be reached', detail: 'Check your connection, then try again.' };
  if (!(error instanceof Problem))
    return {
      title: 'Something failed in this page',
      detail: 'Reload it, and tell whoever runs the console if it stays.',
    };
  if (error.status === 401)
    return { title: 'Your sign-in has ended', detail: 'Sign in again, then repeat what you did.' };
  if (error.status === 403) return { title: 'You may not do this', detail: error.detail };
  if (error.code === 'unavailable' || error.code === 'throttled')
    return { title: 'The service is busy', detail: 'Try again in a moment.' };
  if (error.status >= 500)
    return {
      title: 'The service failed',
      detail: `Try again. If it stays, give whoever runs the service this request id: ${error.requestId}.`,
    };
  // A form may have no input for a field that the API names.
  const fields = error.errors?.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`);
  return { title: error.title, detail: fields?.length ? `${fields.join('; ')}.` : error.detail };
}

/** Shows an error beside the part of the page that failed, with a button to retry. */
export function Notice({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { title, detail } = describeError(error);
  return (
    <div role="alert" className="notice">
      <p>
        <strong>{title}.</strong> {detail}
      </p>
      {retry && <Button onClick={() => void retry()}>Try again</Button>}
    </div>
  );
}

/** Why an action failed, beside its button: it scrolls into view, since it may push the button out of it. */
export function ActionError({ error }: { error: unknown }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (error === undefined || error === null) return null;
  return (
    <div ref={box} className="action-error">
      <Notice error={error} />
    </div>
  );
}
