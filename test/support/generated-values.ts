import fc from 'fast-check';
import { type GenericSchema, safeParse } from 'valibot';

/** Values for fields: values that the schema accepts, found by validating, and hostile values. */

const TIMESTAMPS = [
  ...['2026-11-22T07:00:00Z', '2040-01-01T00:00:00+02:00', '2031-02-28T23:59:59.999-11:30'],
  ...[
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+23:59',
  ],
];

const TEXTS = [
  ...[
    'Jane Doe',
    'jane@acme.com',
    'acme.com',
    'https://shop.example/callback',
    'https://shop.example',
    'http://localhost:4001/',
    'a',
    'x'.repeat(64),
    '한'.repeat(200),
    '😀'.repeat(64),
    '+31201234567',
    'nl-NL',
  ],
  ...[
    '192.0.2.1',
    '2001:db8::1',
    '{"a":1}',
    '..',
    '~',
    '#',
    '%',
    '*',
    'constructor',
    '__proto__',
    'ﷺ'.repeat(60),
  ],
];

const HOSTILE_TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    '\n',
    '\u007f',
    '\ud800',
    '\udc00a',
    '\uffff',
    'x'.repeat(2_000),
    '한'.repeat(1_001),
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '99999-01-01T00:00:00Z',
    '-1',
    '1e999',
    'null',
    'true',
    '-createdAt ',
    'gte:',
    'eq:-0',
  ],
  ...['gte:99999999999999999999', 'toString', "' OR 1=1 --", '../../etc/passwd', 'a/b', 'a%2Fb', ',', ',,,'],
];

const NUMBERS = [0, 1, 2, 60, 86_400, 1_000_000_000];
const HOSTILE_VALUES: unknown[] = [
  ...[
    null,
    true,
    false,
    -0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    2 ** 63,
    [],
    {},
    [[]],
    { a: { b: [] } },
  ],
  ...[
    ['a', 'a'],
    Array(101).fill('a'),
    Object.fromEntries([['length', 1]]),
    { toString: 1 },
    Object.fromEntries([['then', {}]]),
  ],
];

const POOL: unknown[] = [
  ...TIMESTAMPS,
  ...TEXTS,
  ...NUMBERS,
  'gte:3',
  'lt:0',
  'ne:1',
  '1',
  '25',
  '100',
  true,
  false,
  null,
];

export type Fields = Record<string, GenericSchema>;
export const fieldsOf = (schema: GenericSchema | undefined): Fields =>
  schema && 'entries' in schema ? (schema.entries as Fields) : {};

/** The options of all picklists in a schema. */
function optionsOf(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { options, wrapped, pipe, item } = schema as Record<string, unknown>;
  const own = Array.isArray(options)
    ? options.flatMap((one) => (typeof one === 'object' ? optionsOf(one) : [one]))
    : [];
  return [
    ...own,
    ...optionsOf(wrapped),
    ...(Array.isArray(pipe) ? pipe.slice(0, 1).flatMap(optionsOf) : []),
    ...optionsOf(item),
  ];
}

/** Values that a field accepts. */
export function acceptedBy(
  schema: GenericSchema,
  world: { ids: readonly string[]; strings: readonly string[] },
): unknown[] {
  const single = [...optionsOf(schema), ...POOL, ...world.ids, ...world.strings];
  const lists = single.flatMap((value) => [[value], [value, value]]);
  return [...single, ...lists].filter((value) => safeParse(schema, value).success);
}

export const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...HOSTILE_TEXTS, ...HOSTILE_VALUES) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double() },
);
export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);
export const unknownName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '',
    'nonsense',
    'a/b~c',
    'then',
  ),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
