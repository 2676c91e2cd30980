import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { admin, putUser, serviceUrl } from '../support/api.ts';
import { consoleUrl, keyFor, openConsole, openConsoleAs } from './support/console.ts';
import { answer, PHONE, problem } from './support/looks.ts';

/** Makes something as the holder of a key. */
async function makeAs(key: string, path: string, body: object): Promise<{ id: string; key: string }> {
  const response = await fetch(serviceUrl + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; key: string };
}

/** A key, one that it made, and an impersonation by that one. */
async function aPerson(name: string) {
  const { body: own } = await admin('POST', '/keys', { name, role: 'admin' });
  const made = await makeAs(own.key, '/keys', { name: `Script of ${name}`, role: 'editor' });
  const user = await putUser(`User of ${name}`);
  const begun = { userId: user.id, purpose: 'impersonation', reason: 'Ticket 9' };
  const impersonation = await makeAs(made.key, '/tokens', begun);
  return { name, own, made, impersonation };
}

/** An identity that no test signs in with. It is let in again at the end. */
function anIdentity(): string {
  const id = `oidc:${randomBytes(6).toString('hex')}`;
  onTestFinished(async () => void (await admin('POST', `/principals/${id}/reinstate`)));
  return id;
}

/** 401 when the key is deleted, else 400: what it asks for is nonsense. Writing takes no remembered key. */
async function statusOf(key: string): Promise<number> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  return (await fetch(`${serviceUrl}/tokens`, { method: 'POST', headers, body: '[]' })).status;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const question = (page: Page, name: string) => page.getByRole('alertdialog', { name });
const confirm = (page: Page) => press(page, 'Remove this person');
const result = (page: Page, name: string) => page.getByRole('dialog', { name: `${name} is removed` });

describe('removing a person', () => {
  it('by their key says before what ends, ends it, and says what it did', async () => {
    const { name, own, made, impersonation } = await aPerson('Lea Leaver');
    const page = await openConsole('admin', { at: '/keys' });
    await press(page, `Delete the key ${name}`);
    await press(page, 'Remove this person…');
    const before = question(page, `Remove ${name}?`);
    expect(await before.textContent()).toContain(`2 API keys, which they have or made: ${name}, Script of`);
    expect(await before.textContent()).not.toContain('their sign-in');
    expect(await statusOf(made.key)).toBe(400);
    await confirm(page);
    const told = await result(page, name).getByRole('status').textContent();
    expect(told).toContain(`2 API keys deleted: ${name}, Script of ${name}.`);
    expect(told).toContain('1 impersonation ended, with all sessions.');
    for (const { key } of [own, made]) expect(await statusOf(key)).toBe(401);
    expect((await admin('GET', `/tokens/${impersonation.id}`)).status).toBe(404);
    await press(page, 'Done');
    await expect.poll(() => page.getByRole('row').filter({ hasText: name }).count()).toBe(0);
  });

  it('by choosing somebody whom the list of keys names, and nothing happens when it is cancelled', async () => {
    const { name, own } = await aPerson('Cara Chosen');
    const page = await openConsole('admin', { at: '/keys' });
    await press(page, 'Remove a person…');
    await page.getByLabel('Who').selectOption(name);
    await press(page, 'Continue…');
    await question(page, `Remove ${name}?`).waitFor();
    await press(page, 'Cancel');
    await question(page, `Remove ${name}?`).waitFor({ state: 'detached' });
    expect(await statusOf(own.key)).toBe(400);
  });

  it('by the id of an identity, who is listed as removed until they are let in again', async () => {
    const id = anIdentity();
    const page = await openConsole('admin', { at: '/keys', viewport: PHONE });
    await press(page, 'Remove a person…');
    await page.getByLabel('Or by their id').fill(` ${id} `);
    await press(page, 'Continue…');
    expect(await question(page, `Remove ${id}?`).textContent()).toContain('their sign-in here');
    await confirm(page);
    const told = await result(page, id).getByRole('status').textContent();
    expect(told).toContain('Their sign-in is refused.');
    await press(page, 'Done');
    const { items } = (await admin('GET', '/principals/offboarded?limit=100')).body;
    expect(items).toContainEqual(expect.objectContaining({ id }));
    await page.getByRole('heading', { name: 'Removed people' }).waitFor();
    const entry = page.getByRole('listitem').filter({ hasText: id });
    expect(await entry.textContent()).toMatch(/removed now by /);
    await press(page, `Let in again: ${id}`);
    await press(page, 'Let in again');
    await page.getByText(`${id} may sign in again`).waitFor();
    await expect.poll(() => entry.count()).toBe(0);
    const after = (await admin('GET', '/principals/offboarded?limit=100')).body;
    expect(JSON.stringify(after)).not.toContain(id);
  });

  it('from the history of what they did, which says that they are removed, and lets them in again', async () => {
    const id = anIdentity();
    const page = await openConsole('admin', { at: `/history?by=${id}` });
    await press(page, 'Remove this person…');
    await confirm(page);
    await result(page, id).getByRole('link', { name: 'Look at what they did' }).click();
    expect(page.url()).toBe(`${consoleUrl}/history?by=${encodeURIComponent(id)}`);
    await page.getByText('removed', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Do not filter by who' }).click();
    const event = page.getByRole('row').filter({ hasText: id });
    await expect.poll(() => event.textContent()).toMatch(/removed somebody\s*person oidc:/);
    await event.getByRole('link', { name: `person ${id}` }).click();
    await press(page, 'Let in again…');
    await press(page, 'Let in again');
    await page.getByRole('button', { name: 'Remove this person…' }).waitFor();
  });

  it('that fails is told beside the button, and goes on when it is repeated', async () => {
    const { name } = await aPerson('Fia Failure');
    const page = await openConsole('admin', { at: '/keys' });
    await answer('POST', '**/offboard', problem(404, 'key_not_found'))(page);
    await press(page, `Delete the key ${name}`);
    await press(page, 'Remove this person…');
    await confirm(page);
    await question(page, `Remove ${name}?`).getByRole('alert').waitFor();
    await page.unroute('**/offboard');
    await page.route('**/offboard', (route) => route.abort());
    await confirm(page);
    await page.getByText('Some of it may have ended').waitFor();
    await page.unroute('**/offboard');
    await confirm(page);
    await result(page, name).waitFor();
  });
});

describe('who may not remove somebody', () => {
  it('is oneself: it is not offered', async () => {
    const { body: own } = await admin('POST', '/keys', { name: 'Oona Own', role: 'admin' });
    onTestFinished(async () => void (await admin('DELETE', `/keys/${own.id}`)));
    const page = await openConsole(own, { at: '/keys' });
    await press(page, 'Delete the key Oona Own');
    await page.getByText('the key that you have signed in with').waitFor();
    expect(await page.getByRole('button', { name: 'Remove this person…' }).count()).toBe(0);
    await press(page, 'Cancel');
    await press(page, 'Remove a person…');
    await page.getByLabel('Who').waitFor();
    const offered = await page.getByLabel('Who').locator('option').allTextContents();
    expect(offered.length).toBeGreaterThan(1);
    expect(offered).not.toContain('Oona Own');
    await page.getByLabel('Or by their id').fill(`key:${own.id}`);
    await page.getByText('This is you.').waitFor();
  });

  it('is an administrator limited to domains, for identities, who made keys', async () => {
    const ada = await openConsoleAs('Ada Admin', { at: '/keys' });
    await press(ada, 'New key');
    await ada.getByLabel('Name', { exact: true }).fill('Key by Ada');
    await ada.getByLabel('Role').selectOption('admin');
    await ada.getByLabel('Limited to e-mail domains').fill('people.example');
    await press(ada, 'Make the key');
    const key = await ada.getByLabel('Key', { exact: true }).inputValue();
    onTestFinished(async () => void (await admin('DELETE', `/keys/${key.slice(3, 25)}`)));
    await press(ada, 'I have kept it');
    const all = await openConsole('admin', { at: '/keys' });
    await press(all, 'Remove a person…');
    const people = all.getByLabel('Who').locator('optgroup').first();
    await expect.poll(() => people.locator('option').allTextContents()).toContain('Ada Admin');
    const limited = await openConsole({ key }, { at: '/keys' });
    await press(limited, 'Remove a person…');
    expect(await limited.getByLabel('Who').locator('optgroup').count()).toBe(0);
    await limited.getByLabel('Or by their id').fill('oidc:somebody');
    await limited.getByText('whom administrators without limit remove').waitFor();
  });

  it('is a viewer, in the history', async () => {
    const page = await openConsole({ key: await keyFor('viewer') }, { at: '/history?by=oidc:somebody' });
    await page.getByText('by oidc:somebody').waitFor();
    await page.getByRole('heading', { name: 'Nothing like this' }).waitFor();
    expect(await page.getByRole('button', { name: 'Remove this person…' }).count()).toBe(0);
  });
});

it('the string of a key or a token that is pasted as the id of a person is sent nowhere', async () => {
  const { body: key } = await admin('POST', '/keys', { name: 'Pasted as a person', role: 'viewer' });
  onTestFinished(async () => void (await admin('DELETE', `/keys/${key.id}`)));
  const page = await openConsole('admin', { at: '/keys' });
  await press(page, 'Remove a person…');
  await page.getByLabel('Or by their id').fill(key.key);
  await page.getByRole('alert').getByText('This is an API key').waitFor();
  expect(await page.getByLabel('Or by their id').inputValue()).toBe('');
});
