import type { Status as TokenStatus } from '../../../client/src/index.ts';

/** A word with a shape and a colour: none of them alone tells it. */
export const Status = ({ status }: { status: TokenStatus }) => (
  <span className={`status ${status}`}>
    <span className="shape" aria-hidden="true" />
    {status}
  </span>
);
