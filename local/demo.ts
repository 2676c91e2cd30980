import { formatCredential, newSecret } from '../shared/crypto/credential.ts';
import { newId } from '../shared/crypto/id.ts';
import type { AuditContext } from '../shared/event/event.ts';
import { redeem } from '../shared/sign-in/redeem.ts';
import type { Database } from '../shared/storage/database.ts';
import { updateToken } from '../shared/token/change.ts';
import { unbound } from '../shared/token/conditions.ts';
import { createToken } from '../shared/token/create.ts';
import { deleteToken } from '../shared/token/delete.ts';
import { revealToken } from '../shared/token/reveal.ts';
import { rotateToken } from '../shared/token/rotate.ts';
import { putUser } from '../shared/user/put.ts';
import { scanUsers } from '../shared/user/user-store.ts';
import type { Collaborators } from './collaborators.ts';
import { PEOPLE } from './demo-people.ts';
import { type Deed, planStories, type Story } from './demo-plan.ts';

/** Stories played side by side; the deeds of each are played in order. */
const PARALLEL_STORIES = 8;
/** Milliseconds since the service was set up, in the example data. */
export const BEGINNING = 31 * 86_400_000;

/** The administrators of the example data. */
export const STAFF = [
  { id: 'key:demo-editor', name: 'Mira Okafor (sales desk)' },
  { id: 'key:demo-admin', name: 'Tomás Silva (operations)' },
] as const;

/**
 * Fills an empty service with users, tokens and attempts of the last 30 days. The domain creates them, each at its time
 * in the past: history, counters and statistics follow. `shop` makes the attempts. Does nothing when there are users.
 */
export async function makeExamples(
  collaborators: Collaborators,
  { shop, time: now }: { shop: AuditContext['by']; time: number },
): Promise<void> {
  const { db } = collaborators;
  for await (const _ of scanUsers(db, { after: undefined, pageSize: 1 })) return;
  const audit = { time: now - BEGINNING, by: STAFF[1] };
  for (const { id, ...person } of PEOPLE) {
    await putUser(
      db,
      id,
      { ...person, phone: undefined, disabled: undefined },
      { audit, scope: undefined, expected: undefined },
    );
  }
  const waiting = planStories(now);
  const play = async () => {
    for (let story = waiting.shift(); story; story = waiting.shift())
      await playStory(collaborators, story, shop);
  };
  await Promise.all(Array.from({ length: PARALLEL_STORIES }, play));
}

async function playStory(
  collaborators: Collaborators,
  story: Story,
  shop: AuditContext['by'],
): Promise<void> {
  const by = STAFF[story.by] ?? STAFF[0];
  const audit = { time: story.time, by, ip: '192.0.2.10', userAgent: 'login-tokens-demo' };
  const creation = await createToken(collaborators, story.request, {
    audit,
    scope: undefined,
    idempotency: undefined,
    retention: collaborators.tokenRetention,
  });
  if (creation.outcome !== 'created') throw new Error(`an example token was not made: ${creation.outcome}`);
  const { id } = creation.token;
  let token = creation.string;
  for (const deed of story.deeds) {
    if (deed.kind === 'redeem' || deed.kind === 'guess') {
      const presented = deed.kind === 'redeem' ? token : formatCredential('lt_', { id, secret: newSecret() });
      await attempt(collaborators.db, presented.reveal(), deed, shop);
    } else {
      token = (await administer(collaborators, id, deed.kind, { ...audit, time: deed.time })) ?? token;
    }
  }
}

const attempt = (db: Database, token: string, { time, ip, userAgent }: Deed, actor: AuditContext['by']) =>
  redeem(
    db,
    { actor, scope: undefined, accepts: [unbound] },
    { token, attemptId: newId(time), audit: { time, ip, userAgent } },
  );

/** The token's new string, when that changed. */
async function administer(
  { db, sealer, tokenRetention: retention }: Collaborators,
  id: string,
  kind: Exclude<Deed['kind'], 'redeem' | 'guess'>,
  audit: AuditContext,
) {
  const context = { audit, scope: undefined, expected: undefined, retention };
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
