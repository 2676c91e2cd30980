import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readClientAuthentication } from '../../../functions/http/client-authentication.ts';

/** As RFC 6749, section 2.3.1, and appendix B have it. */
const formEncoded = (text: string) => new URLSearchParams({ v: text }).toString().slice(2);
const wellFormed = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed());

it('reads any id and secret from Basic as they were encoded', () => {
  fc.assert(
    fc.property(wellFormed, wellFormed, (clientId, secret) => {
      const credentials = Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64');
      expect(readClientAuthentication(`Basic ${credentials}`, [])).toEqual({
        method: 'client_secret_basic',
        clientId,
        secret,
      });
    }),
  );
});

it('reads any header and any form, and finds at most one secret in them', () => {
  const name = fc.constantFrom('client_id', 'client_secret', 'token', '__proto__');
  const form = fc.array(fc.tuple(name, fc.string({ maxLength: 3 })), { maxLength: 4 });
  const header = fc.oneof(
    fc.constant(undefined),
    fc.string(),
    fc.string().map((text) => `Bearer ${text}`),
    fc.string({ unit: 'binary' }).map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  );
  fc.assert(
    fc.property(header, form, (authorization, pairs) => {
      const read = readClientAuthentication(authorization, pairs);
      const secrets = pairs.filter(([key, value]) => key === 'client_secret' && value !== '');
      if ('secret' in read) expect(secrets.length + (authorization ? 1 : 0)).toBe(1);
      if (secrets.length > 1) expect(read.method).toBe('contradictory');
    }),
    { numRuns: 2_000 },
  );
});
