import type { DocsOf } from '../../docs/route-docs.ts';
import { DOOR } from '../docs.ts';
import type * as routes from './routes.ts';

export const docs: DocsOf<typeof routes> = {
  postCxml: {
    summary: 'Set up a punch-out (cXML)',
    group: 'Pages',
    description: 'Takes a PunchOutSetupRequest or a ProfileRequest, which has the credentials in it.',
    answers: {
      200: {
        description:
          'A PunchOutSetupResponse or ProfileResponse, or a refusal in the Status of the document: 400, 401, 406 or 450.',
        type: 'text/xml',
      },
    },
    problemType: 'text/xml',
  },
  getCxml: { ...DOOR, summary: 'Open the start page of a punch-out (cXML)' },
};
