import { holdsCredential } from '../crypto/credential-pattern.ts';
import { Secret } from '../crypto/secret.ts';
import { type FieldError, OCI_FIELDS, type OciField, type OciFields, sortFields } from './oci-fields.ts';
import type { OciProcurement } from './procurement.ts';
import { isReturnAddress } from './return-address.ts';

/** The token of a link; or the token as a password, with the name of a user, where a system sends the login of a shop. */
export type OciCredentials = { token: Secret } | { password: Secret; username: string | undefined };

export type OciRequestResult =
  | {
      outcome: 'parsed';
      /** Undefined: there are none. */
      credentials: OciCredentials | undefined;
      returnTo: string | undefined;
      state: string | undefined;
      locale: string | undefined;
      procurement: OciProcurement;
    }
  | ({ outcome: 'invalid' } & FieldError);

/** The `HOOK_URL` of SAP GUI, which takes the basket from its own browser. It is no URL. */
const SAP_EVENT = 'SAPEVENT:POST';

/** OCI 5.0 has four functions, and partners have others. */
const FUNCTION = /^\w{1,40}$/;

/** Parses the fields with which a procurement system opens the catalogue, from query and form. */
export function parseOciRequest(pairs: Iterable<readonly [string, string]>): OciRequestResult {
  const fields = sortFields(pairs);
  if ('detail' in fields) return { outcome: 'invalid', ...fields };
  const fault = fieldErrorOf(fields);
  if (fault) return { outcome: 'invalid', ...fault };
  const { known } = fields;
  return {
    outcome: 'parsed',
    credentials: credentialsOf(fields),
    returnTo: known.get('RETURN_TO') || undefined,
    state: known.get('STATE') || undefined,
    locale: known.get('LOCALE') || undefined,
    procurement: procurementOf(fields),
  };
}

/** A field without a value counts as absent. */
function procurementOf({ known, others }: OciFields): OciProcurement {
  const field = (name: OciField) => known.get(name) || null;
  return {
    protocol: 'oci',
    hookUrl: field('HOOK_URL'),
    okCode: field('~OKCODE'),
    target: field('~TARGET'),
    caller: field('~CALLER'),
    version: field('OCI_VERSION'),
    function: field('FUNCTION')?.toUpperCase() ?? null,
    productId: field('PRODUCTID'),
    quantity: field('QUANTITY'),
    searchString: field('SEARCHSTRING'),
    extra: others.values,
    repeated: others.repeated,
    withheld: others.withheld,
  };
}

/** The token of a link has priority: the password may be for the shop for which the system was configured. */
function credentialsOf({ known }: OciFields): OciCredentials | undefined {
  const token = known.get('TOKEN');
  if (token) return { token: new Secret(token) };
  const password = known.get('PASSWORD');
  if (!password) return undefined;
  return { password: new Secret(password), username: known.get('USERNAME') || undefined };
}

function fieldErrorOf({ known }: OciFields): FieldError | undefined {
  const hookUrl = known.get('HOOK_URL');
  if (hookUrl && hookUrl !== SAP_EVENT && !isReturnAddress(hookUrl))
    return { field: 'HOOK_URL', detail: `must be an address of http or https, or ${SAP_EVENT}` };
  const wanted = known.get('FUNCTION');
  if (wanted && !FUNCTION.test(wanted))
    return { field: 'FUNCTION', detail: 'must be the name of a function, such as DETAIL' };
  const pasted = (Object.keys(OCI_FIELDS) as OciField[]).find((name) =>
    holdsCredential(known.get(name) ?? ''),
  );
  return pasted && { field: pasted, detail: 'must not hold the string of a token or a key' };
}
