import { afterEach, expect } from 'vitest';
import { complaints } from './browser.ts';

afterEach(() => {
  expect(complaints.splice(0), 'no page breaks its policy, prints an error or asks another origin').toEqual(
    [],
  );
});
