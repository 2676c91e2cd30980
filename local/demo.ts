import { config } from '../functions/runtime/config.ts';
import { formatCredential, newSecret } from '../shared/crypto/credential.ts';
import { newId } from '../shared/crypto/id.ts';
import type { Sealer } from '../shared/crypto/sealer.ts';
import type { Origin } from '../shared/event/event.ts';
import { redeem } from '../shared/sign-in/redeem.ts';
import type { Database } from '../shared/storage/database.ts';
import { updateToken } from '../shared/token/change.ts';
import { createToken } from '../shared/token/create.ts';
import { deleteToken } from '../shared/token/delete.ts';
import { revealToken } from '../shared/token/reveal.ts';
import { rotateToken } from '../shared/token/rotate.ts';
import { makeUser } from '../shared/user/put.ts';
import { scanUsers } from '../shared/user/user-store.ts';
import { PEOPLE } from './demo-people.ts';
import { type Deed, planStories, type Story } from './demo-plan.ts';

type Collaborators = { db: Database; sealer: Sealer };

/** Stories told side by side; each is told in order. */
const AT_ONCE = 8;
/** Milliseconds since somebody set all of it up. */
export const BEGINNING = 31 * 86_400_000;

/** Who made the example data. */
export const STAFF = [
  { id: 'key:demo-editor', name: 'Mira Okafor (sales desk)' },
  { id: 'key:demo-admin', name: 'Tomás Silva (operations)' },
] as const;

/**
 * Fills an empty service with users, tokens and attempts of the last 30 days, by the functions that make real
 * ones, each at its time in the past: history, counters and statistics follow from them. `shop` makes the
 * attempts. Where there are users, nothing is made.
 */
export async function makeExamples(
  { db, sealer }: Collaborators,
  { shop, time: now }: { shop: Origin['by']; time: number },
): Promise<void> {
  const { scanned } = await scanUsers(db, { after: undefined, limit: 1 });
  if (scanned.length > 0) return;
  const origin = { time: now - BEGINNING, by: STAFF[1] };
  for (const { id, ...person } of PEOPLE) {
    await makeUser(
      db,
      id,
      { ...person, phone: undefined, disabled: undefined },
      { origin, scope: undefined },
    );
  }
  const waiting = planStories(now);
  const tell = async () => {
    for (let story = waiting.shift(); story; story = waiting.shift())
      await tellStory({ db, sealer }, story, shop);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tell));
}

async function tellStory(collaborators: Collaborators, story: Story, shop: Origin['by']): Promise<void> {
  const by = STAFF[story.by] ?? STAFF[0];
  const origin = { time: story.time, by, ip: '192.0.2.10', userAgent: 'login-tokens-demo' };
  const creation = await createToken(collaborators, story.request, {
    origin,
    scope: undefined,
    idempotency: undefined,
    retention: config.tokenRetention,
  });
  if (creation.outcome !== 'created') throw new Error(`an example token was not made: ${creation.outcome}`);
  const { id } = creation.token;
  let token = creation.string;
  for (const deed of story.deeds) {
    if (deed.kind === 'redeem' || deed.kind === 'guess') {
      const presented = deed.kind === 'redeem' ? token : formatCredential('lt_', { id, secret: newSecret() });
      await attempt(collaborators.db, presented.reveal(), deed, shop);
    } else {
      token = (await administer(collaborators, id, deed.kind, { ...origin, time: deed.time })) ?? token;
    }
  }
}

const attempt = (db: Database, token: string, { time, ip, userAgent }: Deed, by: Origin['by']) =>
  redeem(db, { token, attemptId: newId(time), origin: { time, by, ip, userAgent }, scope: undefined });

/** The token's new string, when that changed. */
async function administer(
  { db, sealer }: Collaborators,
  id: string,
  kind: Exclude<Deed['kind'], 'redeem' | 'guess'>,
  origin: Origin,
) {
  const context = { origin, scope: undefined, expected: undefined, retention: config.tokenRetention };
  switch (kind) {
    case 'rotate': {
      const rotation = await rotateToken({ db, sealer }, id, { userId: undefined }, context);
      return rotation.outcome === 'changed' ? rotation.string : undefined;
    }
    case 'reveal':
      await revealToken({ db, sealer }, id, context);
      return undefined;
    case 'disable':
      await updateToken(db, id, { disabled: true }, context);
      return undefined;
    case 'delete':
      await deleteToken(db, id, context);
      return undefined;
  }
}
