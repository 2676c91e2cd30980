import { describe, expect, it } from 'vitest';
import {
  consequence,
  toFormValues,
  toRequest,
  validate,
  withPurpose,
} from '../../console/src/tokens/new-token-form.ts';
import { type NewTokenSearch, readNewTokenSearch } from '../../console/src/tokens/search.ts';

const valuesOf = (search: NewTokenSearch) => toFormValues(search);
const NOW = Date.UTC(2026, 10, 22, 7);

describe('the form of a new token', () => {
  it('begins with a token of nobody in particular, used once within 24 hours', () => {
    expect(toRequest(valuesOf({}), NOW)).toEqual({ purpose: 'login', expiresIn: 86_400, maxUses: 1 });
  });

  it('begins with what a link into it says', () => {
    const values = valuesOf({
      userId: 'c-42',
      purpose: 'impersonation',
      expiresIn: '3600',
      reason: 'Ticket 7',
    });
    expect(toRequest(values, NOW)).toEqual({
      userId: 'c-42',
      purpose: 'impersonation',
      expiresIn: 3_600,
      maxUses: 1,
      reason: 'Ticket 7',
    });
  });

  it('drops from a link what the form has no place for, and keeps text for the API to judge', () => {
    expect(
      readNewTokenSearch({ userId: 'no such id', purpose: 'play', expiresIn: 'soon', extra: '', limit: '5' }),
    ).toEqual({ userId: 'no such id' });
    expect(readNewTokenSearch({ expiresIn: '3600', reason: 'Ticket 7' })).toEqual({
      expiresIn: '3600',
      reason: 'Ticket 7',
    });
  });

  it('of procurement is of one that is used for 90 days, unless somebody has chosen otherwise', () => {
    expect(toRequest(withPurpose(valuesOf({}), 'procurement'), NOW)).toMatchObject({
      expiresIn: 90 * 86_400,
      maxUses: null,
    });
    const chosen = { ...valuesOf({}), expiry: { choice: 'never', at: '' } };
    expect(toRequest(withPurpose(chosen, 'procurement'), NOW)).toMatchObject({ expiresAt: null });
  });

  it('never makes an impersonation that the API would refuse', () => {
    const endless = { ...valuesOf({ userId: 'c-42' }), expiry: { choice: 'never', at: '' } };
    const values = { ...withPurpose(endless, 'impersonation'), reason: 'Ticket 7' };
    expect(validate(values, NOW)).toEqual({});
    expect(toRequest(values, NOW)).toMatchObject({ expiresIn: 7_200, maxUses: 1 });
  });

  it('asks whom and why before somebody is impersonated', () => {
    const values = withPurpose(valuesOf({}), 'impersonation');
    expect(Object.keys(validate(values, NOW)).sort()).toEqual(['reason', 'userId']);
  });

  it.each([
    ['no date', '', 'expiresAt'],
    ['a date that has been', '2020-01-01T00:00', 'expiresAt'],
  ])('does not take %s', (_, at, name) => {
    expect(validate({ ...valuesOf({}), expiry: { choice: 'at', at } }, NOW)).toHaveProperty(name);
  });

  it.each(['0', '', '1.5', '-1', '10000000000', 'many'])(
    'does not take «%s» for a number of uses',
    (number) => {
      expect(validate({ ...valuesOf({}), uses: { choice: 'some', number } }, NOW)).toHaveProperty('maxUses');
    },
  );

  it('is the same request a minute later, so that it can be repeated', () => {
    expect(toRequest(valuesOf({}), NOW + 60_000)).toEqual(toRequest(valuesOf({}), NOW));
  });

  it('says what follows from it', () => {
    expect(consequence(valuesOf({}), undefined, NOW)).toMatch(
      /^Whoever has the link signs in anonymously, once, until /,
    );
    const endless = {
      ...withPurpose(valuesOf({ userId: 'c-42' }), 'procurement'),
      expiry: { choice: 'never', at: '' },
    };
    expect(consequence(endless, 'Jane Doe', NOW)).toBe(
      'Whoever has the link signs in as Jane Doe, as often as they like, for as long as nobody disables it.',
    );
  });
});
