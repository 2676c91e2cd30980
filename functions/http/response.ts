import type { Page } from '../pages/layout.ts';

/** A response as a handler returns it. It has one of `body`, `page` and `xml`, or none. */
export type HttpResponse = {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  page?: Page;
  /** Sent as `text/xml`. */
  xml?: string;
};
