import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalQuery, formatCursor } from '../../../shared/storage/cursor.ts';
import { send } from '../../support/api.ts';
import { testDatabase } from '../../support/database.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { aUser, idsOf, pagesOf, unique } from '../../support/given.ts';

const { admin } = useService();
/** In every name of a test, so that each finds its own users only. */
let mark: string;

beforeEach(() => {
  mark = unique('mark');
});

const search = async (text: string, more = '') =>
  (await pagesOf(`/users?search=${encodeURIComponent(text)}&limit=100${more}`, admin)).flat().sort();
const named = (name: string, more: object = {}) =>
  aUser({ name: `${name} ${mark}`, email: undefined, ...more });

describe('searching users', () => {
  it('finds them by the beginning of any word of the name', async () => {
    const id = await named('Jan-Willem van der Meer');
    for (const prefix of ['jan', 'Wil', 'van', 'd', 'MEER', 'meer', mark.slice(0, -1)]) {
      expect(await search(`${prefix} ${mark}`)).toEqual([id]);
    }
    for (const other of ['eer', 'janx', 'willemv', 'vander'])
      expect(await search(`${other} ${mark}`)).toEqual([]);
  });

  it('takes several words, in any order, each of which must be found', async () => {
    const [both, one] = [await named('Jan Meer'), await named('Jan Smit')];
    expect(await search(`me ${mark} ja`)).toEqual([both]);
    expect(await search(`ja ${mark}`)).toEqual([both, one].sort());
    expect(await search(`jan-meer ${mark}`)).toEqual([both]);
  });

  it('finds a user once when several of their words match', async () => {
    const id = await named('Anna Annabel Annette Ann', { email: `anna.${unique()}@acme.com` });
    expect(await search(`ann ${mark}`)).toEqual([id]);
    expect(await search(`ann`)).toEqual([id]);
  });

  it.each([
    ['Müller', 'muller'],
    ['Muller', 'MÜLLER'],
    ['José Nuñez', 'nun jose'],
    ['Łukasz', 'łu'],
    ['Ｆｕｌｌ', 'full'],
    ['Ångström', 'angs'],
    ['Åse', 'a\u030ase'],
    ['ΟΔΥΣΣΕΑΣ', 'οδυσσεας'],
    ['Οδυσσέας', 'ΟΔΥΣ'],
    ['Иван', 'ИВ'],
    ['山田太郎', '山田'],
    ['김철수', '김철'],
    ['O’Brien', 'brien'],
  ])('minds neither case nor accents nor width: %s is found by %s', async (name, text) => {
    const id = await named(name);
    expect(await search(`${text} ${mark}`)).toEqual([id]);
  });

  it('finds them by the beginning of the e-mail address, whatever its case', async () => {
    const id = await aUser({ name: 'Purchasing', email: `Jane.${mark}@Acme-${mark}.com` });
    for (const text of [
      `jane.${mark}@acme-${mark}.com`,
      `JANE.${mark}@`,
      `jane.${mark}@ac`,
      ` jane.${mark}@a `,
    ]) {
      expect(await search(text)).toEqual([id]);
    }
    expect(await search(`jane.${mark}@b`)).toEqual([]);
    expect(await search(`@acme-${mark}.com`)).toEqual([]);
  });

  it('finds them by a beginning of the e-mail address that ends before the @', async () => {
    const id = await aUser({ name: 'Purchasing', email: `${mark}.jane-ann@acme.com` });
    for (const text of [mark, `${mark}.`, `${mark}.ja`, `${mark}.jane-an`])
      expect(await search(text), text).toEqual([id]);
  });

  it.each(['...', '*', '@', '#', '-', '😀', '%', '~'])(
    '«%s» is a search that finds nobody, and no failure',
    async (text) => {
      expect(await search(text)).toEqual([]);
    },
  );

  it.each(['한', '㌀', '😀', 'x'])('of 254 times %s is no failure', async (character) => {
    expect(await search(character.repeat(254))).toEqual([]);
    expect(await search(`${character.repeat(253)}@`)).toEqual([]);
  });

  it.each(['', '%20', 'a%00', 'a%0Ab', 'x'.repeat(255)])('«%s» is refused', async (text) => {
    expectProblem(await send('GET', `/users?search=${text}`, { key: admin }), 'invalid_request', ['/search']);
  });

  it('knows the present name and address only', async () => {
    const id = await named('Jane Doe', { email: `jane.${mark}@acme.com` });
    await named('Jane Smith', {}).then((other) => send('DELETE', `/users/${other}`, { key: admin }));
    await aUser({ name: `Jane Roe ${mark}`, email: `jr.${mark}@acme.com` }, id);
    expect(await search(`doe ${mark}`)).toEqual([]);
    expect(await search(`jane.${mark}@acme.com`)).toEqual([]);
    expect(await search(`roe ${mark}`)).toEqual([id]);
    expect(await search(`jane ${mark}`)).toEqual([id]);
    expect(await search(`jr.${mark}@`)).toEqual([id]);
    await send('DELETE', `/users/${id}`, { key: admin });
    expect(await search(mark)).toEqual([]);
  });

  it('may be limited to a type', async () => {
    const ids: Record<string, string> = {};
    for (const type of ['contact', 'customer', 'mailbox']) ids[type] = await named('Typed', { type });
    for (const type of ['contact', 'customer', 'mailbox']) {
      expect(await search(`typed ${mark}`, `&type=${type}`)).toEqual([ids[type]]);
    }
    expectProblem(await send('GET', '/users?type=person', { key: admin }), 'invalid_request', ['/type']);
  });

  it('comes in pages, each full, each user once', async () => {
    const ids = [];
    for (const name of ['Zoe Zack', 'Zed', 'Zara Zoe', 'Zoe', 'Zack Zed Zoe', 'Zip', 'Zulu'])
      ids.push(await named(name));
    for (const limit of [1, 2, 3, 7]) {
      const pages = await pagesOf(`/users?search=z%20${mark}&limit=${limit}`, admin);
      expect(pages.flat().sort()).toEqual([...ids].sort());
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
    }
  });

  it('refuses a cursor of another search', async () => {
    for (const name of ['Zoe', 'Zed']) await named(name);
    const { body } = await send('GET', `/users?search=z%20${mark}&limit=1`, { key: admin });
    for (const query of ['', 'search=z', `search=z%20${mark}&type=contact`]) {
      expectProblem(
        await send('GET', `/users?${query}&cursor=${body.nextCursor}`, { key: admin }),
        'invalid_cursor',
      );
    }
  });
});

describe('listing all users', () => {
  it('shows each once, in pages that are full', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => named('Listed')));
    for (const gone of made.splice(0, 5)) await send('DELETE', `/users/${gone}`, { key: admin });
    const pages = await pagesOf('/users?limit=11', admin);
    expect(pages.slice(0, -1).every(({ length }) => length === 11)).toBe(true);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
    expect(pages.flat()).toEqual(expect.arrayContaining(made));
    expect((await pagesOf('/users', admin)).flat()).toEqual(pages.flat());
  });

  it('shows what getting one shows', async () => {
    const id = await named('Shown');
    const { body } = await send('GET', `/users?search=shown%20${mark}`, { key: admin });
    expect(body.items).toEqual([(await send('GET', `/users/${id}`, { key: admin })).body]);
    expect(Object.keys(body)).toEqual(['items', 'nextCursor']);
  });

  it('limited to a type shows those', async () => {
    const id = await named('Typed', { type: 'mailbox' });
    const found = idsOf(await send('GET', '/users?type=mailbox&limit=100', { key: admin }));
    expect(found).toContain(id);
  });
});

it.each(['', '~', '\u0000', '#', 'jan', 'a#b', '\uffff#x', 'x'.repeat(700)])(
  'a cursor made up by somebody who knows how, at the position %j, is an answer and no failure',
  async (position) => {
    for (const [list, query, filters] of [
      ['users', '', {}],
      ['user-search', 'search=jan', { search: 'jan' }],
      ['users', 'type=contact', { type: 'contact' }],
    ] as const) {
      const cursor = formatCursor(testDatabase(), canonicalQuery(list, filters), position);
      const answer = await send('GET', `/users?${query}&cursor=${cursor}`, { key: admin });
      expect([200, 400], answer.text).toContain(answer.status);
    }
  },
);
