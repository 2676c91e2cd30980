import { describe, expect, test } from 'vitest';
import { createClient } from '../../client/src/index.ts';

const fetch = async () => Response.json({});

describe('the url of the service', () => {
  test.each([
    'http://login.example.com',
    'http://192.0.2.7',
    'http://localhost.example.com',
    'http://127.0.0.1.nip.io',
  ])('is refused with http: %s', (url) => {
    expect(() => createClient({ url, fetch })).toThrow(
      'must be an https address: by http, everybody on the way reads',
    );
  });

  test.each([
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
    'https://login.example.com/base/',
  ])('is taken: %s', (url) => expect(() => createClient({ url, fetch })).not.toThrow());
});
