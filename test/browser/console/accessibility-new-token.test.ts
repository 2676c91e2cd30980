import type { Page } from 'playwright-core';
import { putUser } from '../support/api.ts';
import {
  answer,
  choose,
  dialog,
  fill,
  lookAt,
  type Place,
  press,
  problem,
  question,
  text,
} from './support/looks.ts';

const { id } = await putUser('Wilhelmina Theodora van den Hoogenband-Oosterhuis', {
  email: 'wilhelmina.theodora.van.den.hoogenband@purchasing-department.accessibility.example',
});

/** No token has this id, so the list behind the dialog is empty. Another file checks the list. */
const NEW = `/tokens/new?ids=${'0'.repeat(22)}`;
const FOR_ONE = `${NEW}&userId=${id}`;
const REFUSED = problem(400, 'invalid_request', [{ pointer: '/extra', detail: 'must not hold a token' }]);

const person = (page: Page) => page.getByRole('option', { name: /^Wilhelmina/ }).first();
const qrCode = (page: Page) => page.getByRole('img', { name: 'QR code of the link' });
const type = (words: string) => fill('Contact or customer', words);
const make = press('Make the token');
const neverExpires = choose('never');
const isReusable = choose('as often as wanted');
const expiresLongAgo = async (page: Page) => {
  await choose('at a date and time')(page);
  await fill('Date and time', '2001-01-01T00:00')(page);
};
const cannotBeUsed = async (page: Page) => {
  await choose('a number of times')(page);
  await fill('Number of uses', '0')(page);
};

const DIALOGS: readonly Place[] = [
  ['a new token', 'editor', NEW, dialog('New token')],
  ['a new token for a viewer', 'viewer', NEW, text('Your role lets you look at tokens')],
  ['the suggested users', 'editor', NEW, person, type('wilhel')],
  ['no suggested user', 'editor', NEW, text('Nobody found with'), type('nobody-is-called-so')],
  [
    'a token that is reusable without end',
    'editor',
    FOR_ONE,
    text('again and again as long'),
    neverExpires,
    isReusable,
  ],
  [
    'a token with invalid fields',
    'editor',
    FOR_ONE,
    text('This must be in the future.'),
    expiresLongAgo,
    cannotBeUsed,
    make,
  ],
  [
    'a token that is refused',
    'editor',
    NEW,
    text('This must not hold a token'),
    answer('POST', '**/tokens', REFUSED),
    make,
  ],
  ['an impersonation', 'editor', `${FOR_ONE}&purpose=impersonation`, text('It is recorded with your name')],
  [
    'an impersonation without its reason',
    'editor',
    `${FOR_ONE}&purpose=impersonation`,
    text('Say why: it is recorded.'),
    make,
  ],
  [
    'the question whether to leave',
    'editor',
    NEW,
    question('Leave without'),
    fill('Extra', 'half done'),
    press('Cancel'),
  ],
  ['a created token', 'editor', FOR_ONE, qrCode, make, press('Show the QR code')],
];

lookAt(DIALOGS);
