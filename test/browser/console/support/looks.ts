import type { Locator, Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { findings } from '../../support/axe.ts';
import { keptBrowser, newcomer, overflows } from '../../support/browser.ts';
import { consoleUrl, createKey, goTo, signInWithKey } from './console.ts';

/** Elements that scroll sideways (dialogs can), or extend past the edge. Fixed ones do not widen the page. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const scrolls = (element: Element) =>
      element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX);
    const hangsOver = (element: Element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && (left < -1 || right > clientWidth + 1);
    };
    const isCut = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).overflowX !== 'visible' || isCut(element.parentElement));
    const name = ({ tagName, className, textContent }: Element) =>
      `${tagName}.${String(className)}: ${textContent?.trim().slice(0, 40)}`;
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => scrolls(element) || (hangsOver(element) && !isCut(element.parentElement)))
      .map(name);
  });

const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

/** Nothing is animated. During a fade, axe would measure contrast against the page behind the element. */
const AT_REST = `document.getAnimations().length === 0 &&
  document.querySelector('[data-starting-style], [data-ending-style]') === null`;

async function flaws(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>(AT_REST))) return ['something is still moving'];
  return findings(page);
}

/** Waits for the element. Asserts that axe finds no problem on its page. */
export async function expectNoFlaws(shown: Locator): Promise<void> {
  await shown.waitFor();
  // On a loaded machine axe takes ten seconds for the reference of the API.
  await expect.poll(() => flaws(shown.page()), { timeout: 300_000 }).toEqual([]);
}

/** Waits for the element. Asserts that nothing on its page needs sideways scrolling. */
export async function expectToFit(shown: Locator): Promise<void> {
  await shown.waitFor();
  await expect.poll(() => tooWide(shown.page())).toEqual([]);
}

/** Checks desktop and phone size, light and dark, on one open page: the page follows each change. */
export async function expectForEverybody(shown: Locator): Promise<void> {
  const page = shown.page();
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectNoFlaws(shown);
    }
    expect(await overflows(page)).toBe(false);
  }
  await expectToFit(shown);
}

type Principal = 'viewer' | 'editor' | 'admin' | 'stranger';
type Shown = (page: Page) => Locator;
type Step = (page: Page) => Promise<unknown>;

/**
 * A view to check: its user, its address, the element that shows it, and the steps that open it. No step ends the
 * sign-in, but those of nobody: the places of a principal share one console.
 */
export type Place = readonly [
  name: string,
  who: Principal | 'nobody',
  at: string,
  shown: Shown,
  ...steps: Step[],
];

/** Makes one test per place, which checks it in both sizes and colour schemes. */
export function lookAt(places: readonly Place[]): void {
  it.each(places.map((place) => ({ name: place[0], place })))(
    'axe finds no problem in $name, light and dark, and it fits a phone',
    async ({ place }) => expectForEverybody(await open(place)),
  );
}

/** Opens a place, and returns the element that shows it. */
async function open([, who, at, shown, ...steps]: Place): Promise<Locator> {
  const page = await (who === 'nobody' ? openAsNobody(at) : openAs(who, at));
  for (const step of steps) await step(page);
  return shown(page);
}

async function openAsNobody(at: string): Promise<Page> {
  const page = await newcomer();
  await page.goto(consoleUrl + at);
  return page;
}

/** One console for each principal, for all places of a worker: opening one takes longer than the check of a place. */
const signedIn = new Map<Principal, Page>();

async function openAs(who: Principal, at: string): Promise<Page> {
  const page = signedIn.get(who) ?? (await signInOnce(who));
  signedIn.delete(who);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.context().close();
    else signedIn.set(who, page);
  });
  await leavePlace(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
  await goTo(page, at);
  return page;
}

async function signInOnce(who: Principal): Promise<Page> {
  const page = await keptBrowser();
  await page.goto(consoleUrl);
  // A stranger sees no user and no token, so each page is empty.
  const { key } = await (who === 'stranger' ? createKey('editor', ['nobody.example']) : createKey(who));
  await signInWithKey(page, key);
  return page;
}

/** Leaves what the last place has opened: toasts, dialogs, half-done forms, and answers of its own. */
async function leavePlace(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.keyboard.press('Escape');
  await page
    .locator('.toast button')
    .evaluateAll((all) => all.forEach((close) => void (close as HTMLElement).click()));
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await goTo(page, '/nowhere');
  const nothing = page.getByRole('heading', { name: 'There is no such page' });
  const leave = page.getByRole('button', { name: 'Leave', exact: true });
  await nothing.or(leave).waitFor();
  if (await leave.isVisible()) await leave.click();
  await nothing.waitFor();
}

/* Addresses, elements and steps of places. */

/** No event is older than the service. */
export const EMPTY_HISTORY = '/history?from=2024-01-01T00:00:00.000Z&to=2025-01-01T00:00:00.000Z';

export const dialog =
  (name: string): Shown =>
  (page) =>
    page.getByRole('dialog', { name });
export const question =
  (name: string): Shown =>
  (page) =>
    page.getByRole('alertdialog', { name });
export const heading =
  (name: string): Shown =>
  (page) =>
    page.getByRole('heading', { name });
export const text =
  (words: string): Shown =>
  (page) =>
    page.getByText(words);

export const press =
  (...names: readonly (string | RegExp)[]): Step =>
  async (page) => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click();
  };
export const choose =
  (name: string): Step =>
  (page) =>
    page.getByRole('radio', { name, exact: true }).check();
export const fill =
  (label: string, words: string): Step =>
  (page) =>
    page.getByLabel(label, { exact: true }).filter({ visible: true }).fill(words);
export const go =
  (name: string): Step =>
  (page) =>
    page.getByRole('link', { name, exact: true }).click();

/** Takes the focus from the window, so that the toast does not close by itself during the check. */
export const lookElsewhere: Step = async (page) => {
  await page.locator('.toast').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
};

/** A problem response of the API. `errors` has the errors of single fields. */
export const problem = (status: number, code: string, errors: readonly object[] = []) => ({
  status,
  contentType: 'application/problem+json',
  json: { status, code, title: 'Not so', detail: 'It is not so.', requestId: 'r-1', errors },
});
/** Answers all later requests of a method and path with the response. */
export const answer =
  (method: string, path: string, response: ReturnType<typeof problem>): Step =>
  (page) =>
    page.route(path, (route) =>
      route.request().method() === method ? route.fulfill(response) : route.continue(),
    );
