import fc from 'fast-check';
import { safeParse } from 'valibot';
import type { Route } from '../../functions/http/route.ts';
import { canonicalQuery, formatCursor } from '../../shared/storage/cursor.ts';
import { testDatabase } from './database.ts';
import { acceptedBy, type Fields, fieldsOf, hostile, hostileText, unknownName } from './generated-values.ts';

/**
 * Requests to a route, from likely to absurd, made from the schemas of the route, so that new routes and new fields are
 * covered.
 */

export type GeneratedRequest = {
  id: string;
  query: string;
  raw: string | undefined;
  headers: Record<string, string>;
  credentials: string | undefined;
};

/** What exists: ids for paths and fields, strings to redeem, and credentials that are right, or not, for the route. */
export type World = {
  ids: readonly string[];
  strings: readonly string[];
  right: readonly string[];
  wrong: readonly string[];
};

/** Some of the fields, mostly with a value that the schema accepts; sometimes with another value or an unknown field. */
function members(
  fields: Fields,
  world: World,
  other: fc.Arbitrary<unknown>,
): fc.Arbitrary<[string, unknown][]> {
  const known = Object.entries(fields).map(([name, schema]) => {
    const accepted = acceptedBy(schema, world);
    const weight = safeParse(schema, undefined).success ? 2 : 60;
    const good = accepted.length > 0 ? fc.constantFrom(...accepted) : fc.constant(undefined);
    return fc.oneof(
      { weight: 6, arbitrary: fc.constant<[string, unknown][]>([]) },
      {
        weight,
        arbitrary: good.map((value): [string, unknown][] => (value === undefined ? [] : [[name, value]])),
      },
    );
  });
  const good = fc.tuple(...known).map((chosen) => chosen.flat());
  const name = fc.oneof(unknownName, ...Object.keys(fields).map((known) => fc.constant(known)));
  const bad = fc.array(fc.tuple(name, other), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 5, arbitrary: good },
    { weight: 4, arbitrary: fc.tuple(good, bad).map(([some, more]) => without(some, more)) },
    { weight: 1, arbitrary: fc.tuple(good, bad).map(([some, more]) => [...some, ...more, ...some]) },
  );
}

const without = (some: [string, unknown][], more: [string, unknown][]): [string, unknown][] => [
  ...some.filter(([name]) => !more.some(([other]) => other === name)),
  ...more,
];

const encode = (text: string) => encodeURIComponent(text.toWellFormed());

const toPairsText = (entries: [string, unknown][]): string =>
  entries.map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&');

const toObjectText = (entries: [string, unknown][]): string =>
  `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join(',')}}`;

const NESTED = 5_000;
const absurdBody = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '[]',
    'null',
    '{',
    '"',
    '\uFEFF{}',
    '{"a":1e999}',
    '{"a":-0}',
    `"${'é'.repeat(17_000)}"`,
    'x'.repeat(33_000),
  ),
  fc.constantFrom(
    '['.repeat(NESTED) + ']'.repeat(NESTED),
    '{"a":'.repeat(NESTED) + 1 + '}'.repeat(NESTED),
    `{"a":${'9'.repeat(30_000)}}`,
  ),
);

/** Fields of public doors with good and bad values, and unknown fields. */
function pairs(world: World): fc.Arbitrary<string> {
  const good = fc.constantFrom<[string, string]>(
    ...world.strings.map((token): [string, string] => ['token', token]),
    ...world.ids.map((id): [string, string] => ['USERNAME', id]),
    ...world.strings.map((token): [string, string] => ['PASSWORD', token]),
    ['HOOK_URL', 'https://procurement.example/basket?session=%20x'],
    ['HOOK_URL', 'SAPEVENT:POST'],
    ['~OkCode', 'ADDI'],
    ['~TARGET', '_top'],
    ['FUNCTION', 'DETAIL'],
    ['PRODUCTID', '4711'],
    ['state', 'x'],
    ['locale', 'pt_BR'],
    ['return_to', 'https://shop.example/callback?next=%2Fcart'],
    ['utm_source', 'mail'],
  );
  const bad = fc.tuple(
    fc.constantFrom('token', 'return_to', 'state', 'attempt', 'locale', 'HOOK_URL', 'hook_url', 'password'),
    hostileText,
  );
  const link = fc.constantFrom(...world.strings).map((token): [string, string][] => [['token', token]]);
  const some = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: good },
      { weight: 1, arbitrary: bad },
      { weight: 1, arbitrary: fc.tuple(unknownName, hostileText) },
    ),
    { maxLength: 5 },
  );
  return fc.oneof(
    { weight: 3, arbitrary: link.map(toPairsText) },
    { weight: 6, arbitrary: fc.tuple(link, some).map(([one, more]) => toPairsText([...one, ...more])) },
    { weight: 3, arbitrary: some.map(toPairsText) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  );
}

const absurdXml = fc.oneof(
  absurdBody,
  fc.constantFrom(
    '<cXML/>',
    '<cXML><Request><PunchOutSetupRequest operation="create"/></Request></cXML>',
    '<!DOCTYPE cXML SYSTEM "file:///etc/passwd"><cXML/>',
    '<!DOCTYPE cXML [<!ENTITY a "aaaa">]><cXML>&a;</cXML>',
    '<cXML>&unknown;</cXML>',
    '<a>'.repeat(NESTED),
    `<cXML>${'x'.repeat(300_000)}</cXML>`,
  ),
);

function bodies(route: Route, world: World): fc.Arbitrary<string | undefined> {
  if (route.bodyType === 'xml') return absurdXml;
  if (route.bodyType === 'form') {
    const known = route.body
      ? members(fieldsOf(route.body()), world, hostileText).map(toPairsText)
      : pairs(world);
    return fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: absurdBody });
  }
  if (!route.body)
    return fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: absurdBody });
  return fc.oneof(
    { weight: 8, arbitrary: members(fieldsOf(route.body()), world, hostile).map(toObjectText) },
    { weight: 2, arbitrary: absurdBody },
  );
}

function queries(route: Route, world: World): fc.Arbitrary<string> {
  const schema = route.query?.();
  if (route.tolerant) return pairs(world);
  const known = members(fieldsOf(schema), world, hostileText).map(toPairsText);
  if (!schema) {
    const rarely = fc.oneof(known, fc.string({ unit: 'binary', maxLength: 60 }));
    return fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: rarely });
  }
  const absurd = fc.oneof(
    fc.constantFrom('%', '%zz', '&&&', '=', '=&=', '%E0%A4', 'a=%C0%80', '+', 'limit=%31', '?', '%00=%00'),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  return fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: absurd });
}

/** The names of lists in cursors. */
const LISTS = ['tokens', 'users', 'user-search', 'keys', 'events', 'token-events'];

const positions = (world: World) =>
  fc.oneof(
    hostileText,
    fc.constantFrom(
      '~',
      '0',
      '1763800000',
      '1763800000#x',
      '999999999999#',
      'j#user-1',
      'jane#user-1',
      ...world.ids,
    ),
    fc.tuple(fc.nat(), fc.constantFrom(...world.ids)).map(([at, id]) => `${at}#${id}`),
  );

/** With a cursor that is signed and has a position that no list returned. */
function withMadeUpCursor(
  route: Route,
  request: GeneratedRequest,
  list: string,
  position: string,
): GeneratedRequest {
  const parameters = Object.fromEntries(new URLSearchParams(request.query));
  delete parameters.cursor;
  const schema = route.query?.();
  const parsed = schema && safeParse(schema, parameters);
  if (!parsed?.success) return request;
  const { limit: _, cursor: __, ...given } = parsed.output as Record<string, unknown>;
  const filters = list === 'token-events' ? { tokenId: request.id, ...given } : given;
  const cursor = formatCursor(testDatabase(), canonicalQuery(list, filters), position.toWellFormed());
  const rest = Object.entries(parameters).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return { ...request, query: [...rest, `cursor=${cursor}`].join('&') };
}

/** The content type of the route, unless another header follows. */
const TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml',
} as const;

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constantFrom('same-origin', 'cross-site', 'none', 'same-site', ''), hostileText)
      .map((site) => ({ 'sec-fetch-site': site })),
  },
  { weight: 1, arbitrary: hostileText.map((languages) => ({ 'accept-language': languages })) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constantFrom('*', '"1"', '"2", "1"', 'W/"1"', '"', '1', ''), hostileText)
      .map((tag) => ({ 'if-match': tag })),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constantFrom('k-1', 'k-2', 'x'.repeat(65), ''), hostileText)
      .map((key) => ({ 'idempotency-key': key })),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constantFrom('text/plain', 'application/json;charset=utf-8', ''), hostileText)
      .map((type) => ({ 'content-type': type })),
  },
);

function credentials({ right, wrong }: World): fc.Arbitrary<string | undefined> {
  return fc.oneof(
    { weight: 16, arbitrary: fc.constantFrom(...right) },
    { weight: 3, arbitrary: fc.constantFrom(...wrong) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.constantFrom(undefined, 'lk_', 'x', 'lk_'.padEnd(64, '0')),
        fc.string({ unit: 'binary' }),
      ),
    },
  );
}

export function requestsTo(route: Route, world: World): fc.Arbitrary<GeneratedRequest> {
  const request = fc.record({
    id: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...world.ids) },
      { weight: 1, arbitrary: hostileText },
    ),
    query: queries(route, world),
    raw: bodies(route, world),
    headers: headers.map((given) => ({ 'content-type': TYPES[route.bodyType ?? 'json'], ...given })),
    credentials: credentials(world),
  });
  if (!route.query) return request;
  const madeUp = fc.tuple(request, fc.constantFrom(...LISTS), positions(world));
  return fc.oneof(
    { weight: 2, arbitrary: request },
    {
      weight: 1,
      arbitrary: madeUp.map(([good, list, position]) => withMadeUpCursor(route, good, list, position)),
    },
  );
}

export const pathOf = ({ path }: Route, id: string): string => path.replace('{id}', encode(id));
