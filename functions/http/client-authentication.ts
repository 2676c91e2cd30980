import { bearerCredentials } from './authenticate.ts';
import type { NameValuePairs } from './request.ts';

/** The credentials that a client presents at an OAuth endpoint, in exactly one way (RFC 6749, section 2.3). */
export type ClientAuthentication =
  | { method: 'none' }
  /** Basic without an id and a secret that can be read. */
  | { method: 'malformed' }
  /** More than one method, or parameters that contradict each other. `detail` says which. */
  | { method: 'contradictory'; detail: string }
  | {
      method: 'Bearer' | 'client_secret_basic' | 'client_secret_post';
      /** Absent with Bearer where the form has none. */
      clientId: string | undefined;
      secret: string;
    };

const BASIC = /^Basic +(?<credentials>[^\s]+)$/i;

/**
 * Reads how a client authenticates. A parameter without a value counts as one that is absent (RFC 6749, section 3.2).
 * `form` is empty where the body is no form.
 */
export function readClientAuthentication(
  authorization: string | undefined,
  form: NameValuePairs,
): ClientAuthentication {
  const [id, ...otherIds] = valuesOf(form, 'client_id');
  const [secret, ...otherSecrets] = valuesOf(form, 'client_secret');
  if (otherIds.length > 0 || otherSecrets.length > 0)
    return contradictory('client_id and client_secret are given once.');
  if (authorization && secret !== undefined)
    return contradictory('Authenticate in one way: by the Authorization header, or by client_secret.');
  if (authorization) return readHeader(authorization, id);
  if (secret === undefined) return { method: 'none' };
  if (id === undefined) return contradictory('client_secret takes a client_id beside it: the id of the key.');
  return { method: 'client_secret_post', clientId: id, secret };
}

function readHeader(authorization: string, id: string | undefined): ClientAuthentication {
  const bearer = bearerCredentials(authorization);
  if (bearer !== undefined) return { method: 'Bearer', clientId: id, secret: bearer };
  const basic = BASIC.exec(authorization)?.groups?.credentials;
  if (basic === undefined) return { method: 'none' };
  const [clientId, secret] = decodeBasic(basic) ?? [];
  if (clientId === undefined || secret === undefined) return { method: 'malformed' };
  if (id !== undefined && id !== clientId)
    return contradictory('client_id is another one than that of the Authorization header.');
  return { method: 'client_secret_basic', clientId, secret };
}

const contradictory = (detail: string): ClientAuthentication => ({ method: 'contradictory', detail });

const valuesOf = (form: NameValuePairs, name: string): string[] =>
  form.flatMap(([key, value]) => (key === name && value !== '' ? [value] : []));

/** The id and the secret, each form-encoded before they are joined (RFC 6749, section 2.3.1). */
function decodeBasic(credentials: string): string[] | undefined {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    return [text.slice(0, colon), text.slice(colon + 1)].map(decodeFormValue);
  } catch {
    return undefined;
  }
}

const decodeFormValue = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
