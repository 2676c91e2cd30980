import type { Page } from 'playwright-core';
import { admin, type Link, makeLink, putUser } from '../support/api.ts';
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

const { id, name } = await putUser('Wilhelmina Theodora van den Hoogenband-Oosterhuis', {
  email: 'wilhelmina.theodora.van.den.hoogenband@purchasing-department.accessibility.example',
});
const aToken = () => makeLink({ userId: id, extra: 'Ticket4711'.repeat(8), maxUses: 3 });
const [one, rotated, edited, off] = await Promise.all([aToken(), aToken(), aToken(), aToken()]);
const partner = await makeLink({ userId: id, purpose: 'procurement' });
const at = (link: Link) => `/tokens/${link.id}?userId=${id}`;

const FAILED = problem(500, 'internal_error');

const facts = text('Nobody has tried to use it yet.');
const form = (page: Page) => page.getByRole('form', { name: 'Edit the token' });
const qrCode = (page: Page) => page.getByRole('img', { name: 'QR code of the link' });
const failure = (page: Page) => page.getByRole('alert').getByText('r-1');
const showQrCode = press('Show the QR code');
const confirm = (action: string) => (page: Page) =>
  page.getByRole('alertdialog').getByRole('button', { name: action }).click();
const somebodyElseSaves = () =>
  admin('PATCH', `/tokens/${edited.id}`, { extra: 'Theirs', expiresAt: null, maxUses: 7 });
const DIALOGS: readonly Place[] = [
  ['a token', 'admin', at(one), facts],
  ['a token for a viewer', 'viewer', at(one), facts],
  ['a token with its link', 'editor', at(one), qrCode, press('Reveal the link'), showQrCode],
  [
    'the set-up sheet of a token with its link',
    'editor',
    at(partner),
    dialog('Set-up sheet'),
    press('Reveal the link', 'Set-up sheet…'),
  ],
  ['a token that is edited', 'editor', at(one), form, press('Edit')],
  [
    'a token that two users edit',
    'editor',
    at(edited),
    text('Somebody else changed this'),
    press('Edit'),
    fill('Extra', 'Mine'),
    somebodyElseSaves,
    press('Save'),
  ],
  [
    'the question whether to rotate',
    'editor',
    at(one),
    question('Give the token a new link?'),
    press('Rotate…'),
  ],
  ['a token that is rotated', 'editor', at(rotated), qrCode, press('Rotate…'), confirm('Rotate'), showQrCode],
  [
    'a rotation that failed',
    'editor',
    at(one),
    failure,
    answer('POST', '**/rotate', FAILED),
    press('Rotate…'),
    confirm('Rotate'),
  ],
  [
    'the question whether to end sessions',
    'admin',
    at(one),
    question('End all sessions of this token?'),
    press('End sessions…'),
  ],
  [
    'the question whether to delete',
    'editor',
    at(one),
    question(`Delete the token of ${name}?`),
    press('Delete…'),
  ],
  [
    'the toast of an action',
    'editor',
    at(off),
    text('The token is disabled'),
    press('Disable'),
    lookElsewhere,
  ],
];

lookAt(DIALOGS);
