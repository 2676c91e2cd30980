import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Report = { found: string[]; passes: number };

/**
 * Resolves with the violations, and with the number of rules that passed: the whole report is as large as the page. Text
 * behind a dialog is inactive, and WCAG 2.2 exempts it from contrast (1.4.3), the most expensive rule.
 */
const RUN = `(async () => {
  const contrast = 'color-contrast';
  const dialog = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1);
  const run = (context, options) => axe.run(context, { resultTypes: ['violations'], ...options });
  const reports = dialog === undefined
    ? [await run(document, {})]
    : [await run(document, { rules: { [contrast]: { enabled: false } } }), await run(dialog, { runOnly: [contrast] })];
  return {
    found: reports.flatMap(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html))),
    passes: reports.flatMap(({ passes }) => passes).length,
  };
})()`;

/** Runs axe from outside the page, whose content security policy forbids other scripts. */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  const { found, passes } = await page.evaluate<Report>(RUN);
  expect(passes).toBeGreaterThan(10);
  return found;
}
