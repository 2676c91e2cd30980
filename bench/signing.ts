import { config } from '../functions/runtime/config.ts';
import { signingKeys } from '../functions/runtime/signing-keys.ts';
import { clock } from '../shared/clock.ts';
import { newId } from '../shared/crypto/id.ts';
import { signAccessToken, verifyAccessToken } from '../shared/session/access-token.ts';
import type { Session } from '../shared/session/session.ts';
import { inTurn, row } from './measure.ts';
import { report } from './scenario.ts';

/** The signature of a session and its verification. */

const keys = await signingKeys(clock());
const issuer = config.appUrl;
const session = (): Session => ({
  id: newId(clock()),
  tokenId: newId(clock()),
  userId: 'c-1',
  incarnation: 'nTvrdPs8',
  purpose: 'login',
  actor: undefined,
  audience: newId(clock()),
  expiresAt: Math.floor(clock() / 1000) + 3_600,
});
const accessToken = await signAccessToken(session(), { issuer, keys });

const SECONDS = 3;

/** Runs one after another, as in one function. */
async function perSecond(run: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + SECONDS * 1_000;
  let done = 0;
  while (performance.now() < end) {
    await run();
    done += 1;
  }
  return Math.round(done / SECONDS);
}

const sign = () => signAccessToken(session(), { issuer, keys });
const verify = () => verifyAccessToken(accessToken, { issuer, keys, time: clock() });
const taken = await inTurn(
  [
    { name: 'sign', run: sign },
    { name: 'verify', run: verify },
  ],
  { turns: 2_000, warmUp: 500 },
);
const { sign: signing, verify: verifying } = taken;
if (!signing || !verifying) throw new Error('nothing was measured');
const signName = `signing an access token (${await perSecond(sign)} a second, one after another)`;
report([
  row(signName, signing, 'itself', signing),
  row(`verifying one (${await perSecond(verify)} a second)`, verifying, 'signing an access token', signing),
]);
