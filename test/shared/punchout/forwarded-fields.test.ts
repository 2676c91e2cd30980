import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';

import { forwardFields } from '../../../shared/punchout/forwarded-fields.ts';

it('a field is withheld that holds a string which a door still reads', () => {
  const whole = formatCredential('lk_', { id: '0'.repeat(22), secret: newSecret() }).reveal();
  const damaged = [
    `${whole.slice(0, 30)}=${whole.slice(30)}`,
    whole.split('').join('\u200b'),
    whole.replace('_', '%5F'),
  ];
  const fields = damaged.map((value, at): [string, string] => [`a${at}`, `see ${value}`]);
  expect(forwardFields(fields)).toEqual({ values: {}, repeated: {}, withheld: ['a0', 'a1', 'a2'] });
  expect(forwardFields(damaged.map((name): [string, string] => [name, 'x'])).withheld).toEqual([]);
});

it('a field that came several times has all its values, equal ones too, so that those of a line stay together', () => {
  const sent = [
    'ITEM',
    'a',
    'QTY',
    '1',
    'ITEM',
    'b',
    'QTY',
    '1',
    'ITEM',
    'c',
    'QTY',
    '2',
    'X',
    '',
    'X',
    '',
    'cc',
    '1',
  ];
  const pairs = sent.flatMap((name, at): [string, string][] => (at % 2 ? [] : [[name, sent[at + 1] ?? '']]));
  expect(forwardFields([...pairs, ['CC', '2']])).toEqual({
    values: { ITEM: 'a', QTY: '1', X: '', cc: '1', CC: '2' },
    repeated: { ITEM: ['a', 'b', 'c'], QTY: ['1', '1', '2'], X: ['', ''] },
    withheld: [],
  });
});

it('a value counts before an empty one, which keeps its position among all', () => {
  const fields: [string, string][] = [
    ['cost', ''],
    ['cost', '610'],
    ['cc', ''],
  ];
  expect(forwardFields(fields)).toEqual({
    values: { cost: '610', cc: '' },
    repeated: { cost: ['', '610'] },
    withheld: [],
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
      for (const [name, all] of Object.entries(repeated))
        expect(all).toEqual(fields.filter(([field]) => field === name).map(([, value]) => value));
      for (const [field, value] of fields.filter(([field]) => field !== '')) {
        if (withheld.includes(field)) continue;
        expect(Object.hasOwn(values, field)).toBe(true);
        expect(Object.hasOwn(repeated, field) ? repeated[field] : [values[field]]).toContain(value);
      }
    }),
  );
});
