import { Problem, Unreachable } from '../../../client/src/index.ts';
import { Button } from './button.tsx';

/** What went wrong in words that say what to do, for every kind of error there is. */
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
    return { title: 'The service is busy', detail: 'Nothing was changed. Try again in a moment.' };
  if (error.status >= 500)
    return {
      title: 'The service failed',
      detail: `Try again. If it stays, give whoever runs the service this request id: ${error.requestId}.`,
    };
  // Where they have no field of their own here, they are to be read all the same.
  const fields = error.errors?.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`);
  return { title: error.title, detail: fields?.length ? `${fields.join('; ')}.` : error.detail };
}

/** An error where it happened, with a way to try again. */
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

/** What the API says of single fields, by their names in the request. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const named = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), sentence(detail)]);
  return Object.fromEntries(named);
}

/** Details of the API complete «this field …». */
const sentence = (detail: string): string => `This ${detail}.`;
