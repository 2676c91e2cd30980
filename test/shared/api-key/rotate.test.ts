import { beforeEach, describe, expect, it } from 'vitest';
import { getApiKey } from '../../../shared/api-key/api-key-store.ts';
import { apiKeyAuthenticator } from '../../../shared/api-key/authenticate.ts';
import { createApiKey } from '../../../shared/api-key/create.ts';
import { deleteApiKey } from '../../../shared/api-key/delete.ts';
import { unlimited } from '../../../shared/api-key/key-limits.ts';
import { rotateApiKey } from '../../../shared/api-key/rotate.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { patientDatabase, testDatabase } from '../../support/database.ts';
import { auditOf, HISTORY_RETENTION } from '../../support/domain.ts';
import { loseAnswers } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';

/** Seconds. */
const YEAR = 31_536_000;
let db: Database;
const other = testDatabase();
useDatabase();
beforeEach(() => {
  db = testDatabase();
});

const DELETING = { scope: undefined, expected: undefined, historyRetention: HISTORY_RETENTION } as const;
const OPERATOR = { id: 'operator', name: 'Operator' };
const audit = () => auditOf(OPERATOR);

async function aKey() {
  const request = { name: 'Shop', role: 'storefront' as const, domains: undefined };
  const made = await createApiKey(other, request, {
    audit: audit(),
    limits: unlimited(YEAR),
    historyRetention: HISTORY_RETENTION,
  });
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return { id: made.key.id, string: made.string.reveal() };
}

const rotate = (on: Database, id: string, overlap: number, expected?: number) =>
  rotateApiKey(
    on,
    id,
    { overlap, expiresAt: undefined },
    {
      audit: audit(),
      limits: unlimited(YEAR),
      expected: expected === undefined ? undefined : (version) => version === expected,
      historyRetention: HISTORY_RETENTION,
    },
  );
const stringOf = (rotation: Awaited<ReturnType<typeof rotate>>) =>
  'string' in rotation ? rotation.string.reveal() : '';

/** Whether a function that remembers nothing takes each string. */
const taken = (...strings: string[]) =>
  Promise.all(
    strings.map(
      async (string) => (await apiKeyAuthenticator(other)(string, Date.now())).outcome === 'authenticated',
    ),
  );

describe('a rotation whose answer was lost', () => {
  it('is made once, and returns the string that works', async () => {
    const { id, string } = await aKey();
    const answers = loseAnswers(db, 'UpdateItem');
    const rotation = await rotate(db, id, 60, 1);
    expect(answers.lost).toBe(1);
    expect(rotation).toMatchObject({ outcome: 'rotated', key: { version: 2 } });
    expect(await taken(string, stringOf(rotation))).toEqual([true, true]);
    expect((await getApiKey(other, id))?.version).toBe(2);
  });

  it('and that another one has overtaken is made after it: the returned string works', async () => {
    const { id, string } = await aKey();
    let between = '';
    loseAnswers(db, 'UpdateItem', {
      meanwhile: async () => {
        between = stringOf(await rotate(other, id, 60));
      },
    });
    const rotation = await rotate(db, id, 60);
    expect(await taken(string, between, stringOf(rotation))).toEqual([false, true, true]);
  });

  it('and that another one has overtaken is told so, when it named a version', async () => {
    const { id } = await aKey();
    loseAnswers(db, 'UpdateItem', { meanwhile: () => rotate(other, id, 0) });
    expect(await rotate(db, id, 0, 1)).toEqual({ outcome: 'version_mismatch' });
  });

  it('is of no key when that was deleted meanwhile', async () => {
    const { id, string } = await aKey();
    loseAnswers(db, 'UpdateItem', {
      meanwhile: () =>
        deleteApiKey(other, id, {
          audit: audit(),
          ...DELETING,
        }),
    });
    expect(await rotate(db, id, 60)).toEqual({ outcome: 'key_not_found' });
    expect(await taken(string)).toEqual([false]);
  });
});

describe('rotations at once', () => {
  it('are all made, one after another, and leave the last two strings', async () => {
    const { id, string } = await aKey();
    const patient = patientDatabase();
    const rotations = await Promise.all(Array.from({ length: 8 }, () => rotate(patient, id, 3_600)));
    expect(rotations.every(({ outcome }) => outcome === 'rotated')).toBe(true);
    const works = await taken(string, ...rotations.map(stringOf));
    expect(works.filter(Boolean)).toHaveLength(2);
    expect(works[0]).toBe(false);
    expect((await getApiKey(other, id))?.version).toBe(9);
  });

  it('without overlap leave one string', async () => {
    const { id, string } = await aKey();
    const patient = patientDatabase();
    const rotations = await Promise.all(Array.from({ length: 5 }, () => rotate(patient, id, 0)));
    expect((await taken(string, ...rotations.map(stringOf))).filter(Boolean)).toHaveLength(1);
  });

  it('that name the same version are one; the others are told', async () => {
    const { id } = await aKey();
    const patient = patientDatabase();
    const rotations = await Promise.all(Array.from({ length: 6 }, () => rotate(patient, id, 60, 1)));
    const outcomes = rotations.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['rotated', ...Array(5).fill('version_mismatch')]);
  });

  it('and a deletion leave no string', async () => {
    const { id, string } = await aKey();
    const patient = patientDatabase();
    const context = {
      audit: audit(),
      ...DELETING,
    };
    const [deletion, ...rotations] = await Promise.all([
      deleteApiKey(patient, id, context),
      ...Array.from({ length: 4 }, () => rotate(patient, id, 3_600)),
    ]);
    expect(deletion).toEqual({ outcome: 'deleted' });
    expect((await taken(string, ...rotations.map(stringOf))).filter(Boolean)).toEqual([]);
  });
});
