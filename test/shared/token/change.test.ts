import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../shared/storage/database.ts';
import { updateToken } from '../../../shared/token/change.ts';
import { deleteToken } from '../../../shared/token/delete.ts';
import { rotateToken } from '../../../shared/token/rotate.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { patientDatabase, testDatabase } from '../../support/database.ts';
import { ADMINISTRATOR, auditOf, makeToken, RETENTION, sealer, tryToken } from '../../support/domain.ts';
import { loseAnswers } from '../../support/faults.ts';
import { useDatabase } from '../../support/fixture.ts';

let db: Database;
const other = testDatabase();
useDatabase();
beforeEach(() => {
  db = testDatabase();
});

const administrator = (expectedVersion?: number) => ({
  audit: auditOf(ADMINISTRATOR),
  scope: undefined,
  retention: RETENTION,
  expected:
    expectedVersion === undefined ? undefined : (version: number | undefined) => version === expectedVersion,
});

describe('a change whose answer was lost', () => {
  it('is made once, and is no mismatch of versions to its maker, even when the token was redeemed meanwhile', async () => {
    const { id, string } = await makeToken(db, { maxUses: null });
    const answers = loseAnswers(db, 'UpdateItem', { meanwhile: () => tryToken(other, string) });
    const changed = await updateToken(db, id, { extra: 'new' }, administrator(1));
    expect(changed).toMatchObject({ outcome: 'changed', token: { extra: 'new', version: 2 } });
    expect(answers.lost).toBe(1);
    expect(await getToken(other, id)).toMatchObject({ version: 2, extra: 'new', uses: 1 });
  });

  it('rotates once: the string that is returned is the one that works', async () => {
    const { id, string } = await makeToken(db, { maxUses: null });
    loseAnswers(db, 'UpdateItem', { meanwhile: () => tryToken(other, string) });
    const rotation = await rotateToken(
      { db, sealer },
      id,
      { userId: undefined, overlap: 0 },
      administrator(1),
    );
    expect(rotation).toMatchObject({ outcome: 'changed', token: { version: 2 } });
    const fresh = 'string' in rotation ? rotation.string.reveal() : '';
    expect(await tryToken(other, fresh)).toMatchObject({ outcome: 'redeemed' });
  });

  it('deletes, and says so', async () => {
    const { id } = await makeToken(db);
    loseAnswers(db, 'UpdateItem');
    expect(await deleteToken(db, id, administrator())).toEqual({ outcome: 'deleted' });
  });
});

describe('changes at once', () => {
  it('are all made, one after another, when none names a version', async () => {
    const { id } = await makeToken(db);
    const patient = patientDatabase();
    const changes = [{ extra: 'a' }, { maxUses: 5 }, { disabled: true }];
    const outcomes = await Promise.all(
      changes.map((change) => updateToken(patient, id, change, administrator())),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'changed']);
    expect(await getToken(db, id)).toMatchObject({ extra: 'a', maxUses: 5, disabled: true, version: 4 });
  });

  it('of a dozen administrators are all made: losing a race is no overload', async () => {
    const { id } = await makeToken(db);
    const patient = patientDatabase();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, at) => updateToken(patient, id, { extra: `by ${at}` }, administrator())),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'changed')).toHaveLength(12);
    expect((await getToken(db, id))?.version).toBe(13);
  });

  it('that name the same version are one change; the others are told', async () => {
    const { id } = await makeToken(db);
    const patient = patientDatabase();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        updateToken(patient, id, { extra: `by ${at}` }, administrator(1)),
      ),
    );
    const made = outcomes.filter(({ outcome }) => outcome === 'changed');
    expect(made).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'version_mismatch')).toHaveLength(9);
    expect((await getToken(db, id))?.version).toBe(2);
  });

  it('and rotations leave exactly one string that works', async () => {
    const { id, string } = await makeToken(db, { maxUses: null });
    const patient = patientDatabase();
    const rotations = await Promise.all(
      Array.from({ length: 4 }, () =>
        rotateToken({ db: patient, sealer }, id, { userId: undefined, overlap: 0 }, administrator()),
      ),
    );
    const strings = rotations.flatMap((rotation) => ('string' in rotation ? rotation.string.reveal() : []));
    const outcomes = await Promise.all([string, ...strings].map((one) => tryToken(patient, one)));
    expect(outcomes.filter(({ outcome }) => outcome === 'redeemed')).toHaveLength(1);
  });
});
