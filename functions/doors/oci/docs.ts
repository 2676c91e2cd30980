import type { DocsOf } from '../../docs/route-docs.ts';
import { DOOR } from '../docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  getOci: { ...DOOR, summary: 'Open the catalogue for a procurement system (OCI)' },
  postOci: { ...DOOR, summary: 'Open the catalogue for a procurement system (OCI), by a form' },
};
