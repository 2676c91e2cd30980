import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { admin, putUser } from '../support/api.ts';
import { keyFor, signInAs, signInWithKey } from './support/console.ts';
import {
  answer,
  dialog,
  EMPTY_HISTORY,
  fill,
  go,
  heading,
  lookAt,
  type Place,
  press,
  problem,
  question,
  text,
} from './support/looks.ts';

const { id, name } = await putUser('Theodora Wilhelmina van den Hoogenband-Oosterhuis', {
  email: 'theodora.wilhelmina.van.den.hoogenband@purchasing-department.accessibility.example',
});
const key = 'Purchasing department of Hoogenband-Oosterhuis';
expect((await admin('POST', '/keys', { name: key, role: 'viewer' })).status).toBe(201);

/** An identity of the longest id. */
const GONE = `oidc:${'g'.repeat(64)}`;

// Few rows behind the dialogs: another file checks the whole lists.
const USERS = '/users?search=theodora';
const USER = `/users/${id}`;
const NOBODY = problem(401, 'unauthenticated');
const REFUSED = problem(400, 'invalid_request', [{ pointer: '/phone', detail: 'must be a phone number' }]);
const CHANGED = problem(412, 'version_mismatch');

const signInAsEditor = async (page: Page) => signInWithKey(page, await keyFor('editor'));
// Back from the provider before an answer is set: Chromium changes the process of the page, and may lose it.
const signInAsAda = (page: Page) => signInAs(page, 'Ada Admin');
const chooseProcurement = (page: Page) => page.getByLabel('Role').selectOption('procurement');

const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true });

const DIALOGS: readonly Place[] = [
  ['the menu of the account', 'admin', USERS, text('API reference'), press(/^Account of/)],
  ['the shortcuts', 'viewer', USERS, dialog('Keyboard shortcuts'), (page) => page.keyboard.press('?')],
  [
    'a sign-in that has ended',
    'nobody',
    EMPTY_HISTORY,
    dialog('Your sign-in has ended'),
    signInAsEditor,
    answer('GET', '**/users?*', NOBODY),
    go('Users'),
  ],
  [
    'a sign-in with the provider that has ended',
    'nobody',
    EMPTY_HISTORY,
    dialog('Your sign-in has ended'),
    signInAsAda,
    answer('GET', '**/users?*', NOBODY),
    go('Users'),
  ],

  ['a new user', 'editor', USERS, dialog('New user'), press('New user')],
  [
    'a new user that is refused',
    'editor',
    USERS,
    text('This must be a phone number.'),
    answer('PUT', '**/users/*', REFUSED),
    press('New user'),
    fill('Id', `${id}-2`),
    fill('Name', 'Somebody'),
    press('Save'),
  ],
  ['a user that is edited', 'editor', USER, dialog('Edit the user'), press('Edit')],
  ['the question whether to disable a user', 'editor', USER, question(`Disable ${name}?`), press('Disable…')],
  [
    'the question whether to end all sessions',
    'admin',
    USER,
    question(`End all sessions of ${name}?`),
    press('End all sessions…'),
  ],
  ['the question whether to delete a user', 'editor', USER, question(`Delete ${name}?`), press('Delete…')],

  ['a new key', 'admin', '/keys', dialog('New key'), press('New key')],
  [
    'a new key for a procurement system',
    'admin',
    '/keys',
    text('Whom it logs in'),
    press('New key'),
    chooseProcurement,
  ],
  [
    'a created key',
    'admin',
    '/keys',
    dialog('The key is made'),
    press('New key'),
    fill('Name', 'Accessibility'),
    press('Make the key'),
  ],
  [
    'the question whether to delete a key',
    'admin',
    '/keys',
    question(`Delete the key ${key}?`),
    press(`Delete the key ${key}`),
  ],

  [
    'the set-up sheet of a procurement key',
    'admin',
    '/keys',
    dialog('Set-up sheet'),
    press('Set-up sheet of Demo procurement system'),
  ],
  ['whom to remove', 'admin', '/keys', dialog('Remove a person'), press('Remove a person…')],
  [
    'the question whether to remove a person',
    'admin',
    '/keys',
    question(`Remove ${key}?`),
    press(`Delete the key ${key}`, 'Remove this person…'),
  ],
  [
    'a person who cannot be removed now',
    'admin',
    '/keys',
    text('Some of it may have ended'),
    (page) => page.route('**/offboard', (route) => route.abort()),
    press(`Delete the key ${key}`, 'Remove this person…', 'Remove this person'),
  ],
  [
    'a person who is removed',
    'admin',
    `/history?by=${GONE}`,
    dialog(`${GONE} is removed`),
    press('Remove this person…', 'Remove this person'),
  ],
  ['a removed person in the history', 'admin', `/history?by=${GONE}`, button('Let in again…')],
  ['removed people', 'admin', '/keys', heading('Removed people')],
  [
    'the question whether to let a person in again',
    'admin',
    '/keys',
    question(`Let ${GONE} in again?`),
    press(`Let in again: ${GONE}`),
  ],

  [
    'settings that are invalid',
    'admin',
    '/settings',
    text('This must be an https address'),
    fill('Help page', 'nonsense'),
    press('Save'),
  ],
  [
    'settings that two users change',
    'admin',
    '/settings',
    text('Somebody else changed this'),
    answer('PUT', '**/settings', CHANGED),
    fill('Name of the shop', 'Mine'),
    press('Save'),
  ],
];

lookAt(DIALOGS);
