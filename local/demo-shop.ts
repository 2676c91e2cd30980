import { stringView } from '../functions/views/token.ts';
import { toSeconds } from '../shared/clock.ts';
import type { Sealer } from '../shared/crypto/sealer.ts';
import { changeSettings } from '../shared/settings/change.ts';
import { readSettings } from '../shared/settings/read.ts';
import { retentionOf } from '../shared/settings/settings.ts';
import { getSettings } from '../shared/settings/settings-store.ts';
import type { Database } from '../shared/storage/database.ts';
import { createToken, type TokenRequest } from '../shared/token/create.ts';
import { getUser } from '../shared/user/user-store.ts';
import { BEGINNING, STAFF } from './demo.ts';
import { type KeptKey, keptKey } from './kept-key.ts';

type Collaborators = { db: Database; sealer: Sealer };

const DAY = 86_400;
/** Two people of the example data. */
const USER = 'contact-1001';
const CUSTOMER = 'customer-1001';

const DEMO = { id: 'demo', name: 'Demo' };

/** The shop's key; and people are taken to it once they are signed in, unless an administrator has said where. */
export async function setUpShop(
  db: Database,
  { shopUrl, file, time }: { shopUrl: string; file: string | undefined; time: number },
): Promise<KeptKey> {
  await takePeopleTo(db, shopUrl, time);
  const request = { name: 'Demo shop', role: 'storefront', domains: undefined, expiresAt: null } as const;
  const origin = { time: time - BEGINNING, by: STAFF[1] };
  return keptKey(db, request, { file, origin });
}

async function takePeopleTo(db: Database, shopUrl: string, time: number): Promise<void> {
  const present = await getSettings(db);
  if (present?.callbackUrl && present.lastEvent.by.id !== DEMO.id) return;
  await changeSettings(
    db,
    {
      ...present,
      callbackUrl: `${shopUrl}/callback`,
      shopName: present?.shopName ?? 'Demo shop',
      supportEmail: present?.supportEmail ?? 'help@demo-shop.example',
    },
    { origin: { time, by: DEMO }, expected: undefined },
  );
}

/** By what the pretend procurement system is known. */
export type CxmlSender = { domain: string; identity: string; secret: string };

/** The key of a customer's procurement system; undefined when that customer of the example data is gone. */
export async function setUpCustomer(
  db: Database,
  { file, time }: { file: string | undefined; time: number },
): Promise<CxmlSender | undefined> {
  const customer = await getUser(db, CUSTOMER);
  if (!customer) return undefined;
  const sender = { domain: 'DUNS', identity: 'demo-buyer' };
  const { string } = await keptKey(
    db,
    {
      name: 'Demo procurement system',
      role: 'procurement',
      domains: undefined,
      expiresAt: null,
      punchOut: { ...sender, userId: CUSTOMER, incarnation: customer.incarnation },
    },
    { file, origin: { time, by: STAFF[1] } },
  );
  return { ...sender, secret: string };
}

/** Links to try it with. */
export type DemoLinks = { login: string; impersonation: string; catalogue: string };

/** What the demo shop, and its customer's procurement system, are started with. */
export type Demo = {
  storefrontKey: string;
  cxml: CxmlSender | undefined;
  /** What the service calls itself in access tokens. */
  issuer: string;
  links: DemoLinks | undefined;
};

/** New tokens with every start, since most work once; undefined when the people of the example data are gone. */
export async function makeLinks(collaborators: Collaborators, time: number): Promise<DemoLinks | undefined> {
  const blank = { expiresAt: toSeconds(time) + DAY, maxUses: 1, extra: 'Demo', reason: null };
  const login = await makeLink(collaborators, { ...blank, userId: USER, purpose: 'login' }, time);
  const impersonation = await makeLink(
    collaborators,
    { ...blank, userId: USER, purpose: 'impersonation', reason: 'Order 20418 cannot be changed' },
    time,
  );
  const catalogue = await makeLink(
    collaborators,
    { ...blank, userId: CUSTOMER, purpose: 'procurement', maxUses: null },
    time,
  );
  return login && impersonation && catalogue ? { login, impersonation, catalogue } : undefined;
}

async function makeLink(
  { db, sealer }: Collaborators,
  request: TokenRequest,
  time: number,
): Promise<string | undefined> {
  const { settings } = await readSettings(db);
  const creation = await createToken({ db, sealer }, request, {
    origin: { time, by: STAFF[0] },
    scope: undefined,
    idempotency: undefined,
    retention: retentionOf(settings),
  });
  if (creation.outcome !== 'created') return undefined;
  return stringView(creation.string, creation.token, settings).loginUrl;
}
