import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { send } from './api.ts';
import { HOUR, pass } from './frozen-clock.ts';
import { aToken, aUser, redeem } from './given.ts';
import { ADMIN } from './keys.ts';

const disable = async (id: string) =>
  send('PATCH', `/tokens/${id}`, { key: ADMIN, body: { status: 'disabled' } });
const tampered = (token: string, at: number) =>
  token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);

/** The refused strings that are not whole: the pages of doors call them incomplete. */
export const INCOMPLETE: readonly string[] = [
  'an empty string',
  'the id in place of the string',
  'a string with a typo',
  'a string in lower case',
  'a string that was cut',
  'an API key',
  'a whole document',
  'a string without its underscore',
  'lone surrogates and control characters',
];

/** Strings that must be refused, each with the reason and the token that counts it. */
export const REFUSED_STRINGS: Record<
  string,
  () => Promise<{ token: string; id?: string; reason: string; counts?: boolean }>
> = {
  'an empty string': async () => ({ token: '', reason: 'malformed' }),
  'the id in place of the string': async () => {
    const { id } = await aToken();
    return { token: id, id, reason: 'malformed', counts: false };
  },
  'a string with a typo': async () => {
    const { id, token } = await aToken();
    return { token: tampered(token, 40), id, reason: 'malformed', counts: false };
  },
  'a string in lower case': async () => {
    const { id, token } = await aToken();
    return { token: token.toLowerCase(), id, reason: 'malformed', counts: false };
  },
  'a string that was cut': async () => {
    const { id, token } = await aToken();
    return { token: token.slice(0, 63), id, reason: 'malformed', counts: false };
  },
  'an API key': async () => ({ token: ADMIN, reason: 'malformed' }),
  'a whole document': async () => ({ token: 'x'.repeat(30_000), reason: 'malformed' }),
  'a string without its underscore': async () => ({
    token: (await aToken()).token.replace('_', '\n'),
    reason: 'malformed',
  }),
  'lone surrogates and control characters': async () => ({ token: '\ud800\u0000\n', reason: 'malformed' }),
  'a token that never was': async () => {
    return {
      token: formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal(),
      reason: 'unknown',
    };
  },
  'another secret': async () => {
    const { id } = await aToken();
    return {
      token: formatCredential('lt_', { id, secret: newSecret() }).reveal(),
      id,
      reason: 'wrong_secret',
    };
  },
  'the string from before a rotation': async () => {
    const { id, token } = await aToken();
    await send('POST', `/tokens/${id}/rotate`, { key: ADMIN });
    return { token, id, reason: 'wrong_secret' };
  },
  'an expired token': async () => {
    const { id, token } = await aToken({ expiresIn: 1 });
    pass(HOUR);
    return { token, id, reason: 'expired' };
  },
  'a used token': async () => {
    const { id, token } = await aToken();
    await redeem(token);
    return { token, id, reason: 'used' };
  },
  'a disabled token': async () => {
    const { id, token } = await aToken();
    await disable(id);
    return { token, id, reason: 'disabled' };
  },
  'a disabled token that is used and expired too': async () => {
    const { id, token } = await aToken({ expiresIn: 60 });
    await redeem(token);
    pass(HOUR);
    await disable(id);
    return { token, id, reason: 'disabled' };
  },
  'an expired token that is used too': async () => {
    const { id, token } = await aToken({ expiresIn: 60 });
    await redeem(token);
    pass(HOUR);
    return { token, id, reason: 'expired' };
  },
  'a deleted token': async () => {
    const { id, token } = await aToken();
    await send('DELETE', `/tokens/${id}`, { key: ADMIN });
    return { token, reason: 'unknown' };
  },
  'a disabled user': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await aUser({ disabled: true }, userId);
    return { token, id, reason: 'user_blocked' };
  },
  'a deleted user': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: ADMIN });
    return { token, id, reason: 'user_blocked' };
  },
  'a user of the same id as the deleted one': async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    await send('DELETE', `/users/${userId}`, { key: ADMIN });
    await aUser({}, userId);
    return { token, id, reason: 'user_blocked' };
  },
};
