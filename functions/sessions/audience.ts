import type { Principal } from '../../shared/principal/principal.ts';

/** What a storefront's sessions name as their audience: the id of its key, as `POST /keys` answers it. */
export const audienceOf = ({ id }: Principal): string => id.replace(/^key:/, '');
