import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardFields, isCredentialName } from '../../../shared/punchout/forwarded-fields.ts';

describe('the name of a field', () => {
  it.each([
    ...[
      'PASSWORD',
      'password',
      'UserPassword',
      'USERPASSWORD',
      'user_pwd',
      'Password2',
      'PASS',
      'USER-PASS',
      'pass1',
    ],
    ...[
      'SharedSecret',
      'SHARED_SECRET',
      'clientSecret',
      'HTTPPassword',
      '~PASSWORD',
      'login.password',
      'passPhrase',
    ],
  ])('is that of a credential: %s', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  it.each([
    ...[
      'COMPASS_ID',
      'CompassId',
      'BYPASS',
      'bypass',
      'SECRETARY',
      'SecretaryName',
      'secretariat',
      'Passport',
    ],
    ...['passenger', 'PassThrough', 'PASSWORDLESS', 'trespass', '', 'Überpass', 'key', 'costcenter'],
  ])('is that of no credential: %s', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});

it('every field is handed on or named, but for those without a name', () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('PASSWORD', '__proto__', 'constructor', 'Role', 'role', 'toString'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (fields) => {
      const { values, repeated, withheld } = forwardFields(fields);
      for (const [field, value] of fields.filter(([field]) => field !== '')) {
        if (withheld.includes(field)) continue;
        expect(Object.hasOwn(values, field)).toBe(true);
        expect(Object.hasOwn(repeated, field) ? repeated[field] : [values[field]]).toContain(value);
      }
    }),
  );
});
