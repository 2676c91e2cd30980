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
import { type PlannedAction, type PlannedToken, planTokens } from './demo-plan.ts';

/** Tokens at the same time. The actions of each run in order. */
const CONCURRENCY = 8;
/** Milliseconds: the age of the service in the example data. */
export const SERVICE_AGE = 31 * 86_400_000;

/** The administrators of the example data. */
export const STAFF = [
  { id: 'key:demo-editor', name: 'Mira Okafor (sales desk)' },
  { id: 'key:demo-admin', name: 'Tomás Silva (operations)' },
] as const;

/**
 * Creates users, tokens and attempts of the last 30 days, unless there are users. The domain functions create them with
 * times in the past, so history, counters and statistics follow. `shop` makes the attempts. Returns whether it created them.
 */
export async function makeExamples(
  collaborators: Collaborators,
  { shop, time: now }: { shop: AuditContext['by']; time: number },
): Promise<boolean> {
  const { db } = collaborators;
  for await (const _ of scanUsers(db, { after: undefined, pageSize: 1 })) return false;
  const audit = { time: now - SERVICE_AGE, by: STAFF[1] };
  for (const { id, ...person } of PEOPLE) {
    await putUser(
      db,
      id,
      { ...person, phone: undefined, disabled: undefined },
      { audit, scope: undefined, expected: undefined },
    );
  }
  const queue = planTokens(now);
  const work = async () => {
    for (let plan = queue.shift(); plan; plan = queue.shift()) await createExample(collaborators, plan, shop);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return true;
}

async function createExample(
  collaborators: Collaborators,
  plan: PlannedToken,
  shop: AuditContext['by'],
): Promise<void> {
  const by = STAFF[plan.by] ?? STAFF[0];
  const audit = { time: plan.time, by, ip: '192.0.2.10', userAgent: 'login-tokens-demo' };
  const creation = await createToken(collaborators, plan.request, {
    audit,
    scope: undefined,
    idempotency: undefined,
    retention: collaborators.tokenRetention,
  });
  if (creation.outcome !== 'created')
    throw new Error(`an example token was not created: ${creation.outcome}`);
  const { id } = creation.token;
  let token = creation.string;
  for (const action of plan.actions) {
    if (action.kind === 'redeem' || action.kind === 'guess') {
      const presented =
        action.kind === 'redeem' ? token : formatCredential('lt_', { id, secret: newSecret() });
      await attempt(collaborators.db, presented.reveal(), action, shop);
    } else {
      token = (await changeToken(collaborators, id, action.kind, { ...audit, time: action.time })) ?? token;
    }
  }
}

const attempt = (
  db: Database,
  token: string,
  { time, ip, userAgent }: PlannedAction,
  by: AuditContext['by'],
) =>
  redeem(
    db,
    { by, scope: undefined, accepts: [unbound] },
    { token, attemptId: newId(time), audit: { time, ip, userAgent } },
  );

/** Changes a token. Returns its new string after a rotation. */
async function changeToken(
  { db, sealer, tokenRetention: retention }: Collaborators,
  id: string,
  kind: Exclude<PlannedAction['kind'], 'redeem' | 'guess'>,
  audit: AuditContext,
) {
  const context = { audit, scope: undefined, expected: undefined, retention };
  switch (kind) {
    case 'rotate': {
      const rotation = await rotateToken({ db, sealer }, id, { userId: undefined, overlap: 0 }, context);
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
