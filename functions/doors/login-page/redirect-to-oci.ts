import { knownFieldOf } from '../../../shared/punchout/oci-fields.ts';
import type { HttpRequest, NameValuePairs } from '../../http/request.ts';
import type { HttpResponse } from '../../http/response.ts';
import type { Route } from '../../http/route.ts';
import { cachedSettings } from '../../runtime/settings.ts';

/** Whether a request comes from a procurement system that speaks OCI: it names a return address, which is not empty. */
export const isOciCall = (pairs: NameValuePairs): boolean =>
  pairs.some(([name, value]) => knownFieldOf(name) === 'HOOK_URL' && value.trim() !== '');

/**
 * Sends a procurement system that was configured with a login link to the OCI door, with the throttle and the access of
 * that. 307 keeps the method and the form (RFC 9110, section 15.4.8).
 */
export async function redirectToOci({
  audit,
  rawQuery,
}: Pick<HttpRequest<Route>, 'audit' | 'rawQuery'>): Promise<HttpResponse> {
  const { appUrl } = await cachedSettings(audit.time);
  return { status: 307, headers: { Location: `${appUrl}/punchout/oci${rawQuery && `?${rawQuery}`}` } };
}
