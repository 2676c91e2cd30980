import type { Page } from 'playwright-core';
import { makeLink, putUser } from '../support/api.ts';
import { goTo, removeFilePicker } from './support/console.ts';
import {
  answer,
  dialog,
  fill,
  lookAt,
  lookElsewhere,
  type Place,
  press,
  problem,
  question,
  text,
} from './support/looks.ts';

const { id } = await putUser('Wilhelmina Theodora van den Hoogenband-Oosterhuis', {
  email: 'wilhelmina.theodora.van.den.hoogenband@purchasing-department.accessibility.example',
});
for (let made = 0; made < 3; made++) await makeLink({ userId: id, extra: 'Ticket4711'.repeat(8) });

const LIST = `/tokens?userId=${id}`;
const FURTHER = '**/tokens?*cursor=*';
const FAILED = problem(500, 'internal_error');

const columns = (page: Page) => page.getByRole('group', { name: 'Columns' });
const person = (page: Page) => page.getByRole('option', { name: /^Wilhelmina/ }).first();
const failure = (page: Page) => page.getByRole('alert').getByText('r-1');
const typeName = (page: Page) => page.getByRole('combobox', { name: 'User' }).fill('wilhel');
const selectAll = (page: Page) => page.getByLabel('Select all on this page').check();
const neverAnswer = (page: Page) => page.route(FURTHER, () => {});
/** No other place shows this list. The console does not ask again for one that it showed within ten seconds. */
const openUnseenList = (page: Page) => goTo(page, `${LIST}&oneTimeUse=true`);
const exportAll = press('Export', 'Export as CSV');

const DIALOGS: readonly Place[] = [
  ['the filters', 'viewer', `${LIST}&failedAttempts=gte%3A0`, dialog('Filters'), press('More filters')],
  [
    'filters that are invalid',
    'viewer',
    LIST,
    text('100 ids at most'),
    press('More filters'),
    fill('Ids', 'id '.repeat(101)),
    press('Show'),
  ],
  ['the suggested users', 'viewer', LIST, person, typeName],
  ['the choice of columns', 'viewer', LIST, columns, press('Columns')],
  ['an export', 'viewer', LIST, dialog('Export'), press('Export')],
  [
    'an export under way',
    'viewer',
    '/tokens',
    text('100 tokens so far'),
    removeFilePicker,
    neverAnswer,
    exportAll,
  ],
  [
    'an export that failed',
    'viewer',
    '/tokens',
    failure,
    removeFilePicker,
    answer('GET', FURTHER, FAILED),
    exportAll,
  ],
  [
    'a list that cannot be loaded',
    'viewer',
    '/users',
    failure,
    answer('GET', '**/tokens?*', FAILED),
    openUnseenList,
  ],
  [
    'the question whether to delete',
    'editor',
    LIST,
    question('Delete 3 tokens?'),
    selectAll,
    press('Delete…'),
  ],
  [
    'the toast of an action',
    'editor',
    LIST,
    text('3 tokens are disabled'),
    selectAll,
    press('Disable'),
    lookElsewhere,
  ],
];

lookAt(DIALOGS);
