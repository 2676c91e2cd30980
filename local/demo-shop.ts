import { tokenStringView } from '../functions/views/token.ts';
import { toSeconds } from '../shared/clock.ts';
import { getSettings } from '../shared/settings/get.ts';
import { putSettings } from '../shared/settings/put.ts';
import { keyLifetimeOf, retentionOf } from '../shared/settings/settings.ts';
import { getSettingsItem } from '../shared/settings/settings-store.ts';
import { createToken, type TokenRequest } from '../shared/token/create.ts';
import { getUser } from '../shared/user/user-store.ts';
import { ensureApiKey, type LocalApiKey } from './api-key.ts';
import type { Collaborators } from './collaborators.ts';
import { SERVICE_AGE, STAFF } from './demo.ts';

const DAY = 86_400;
/** Users of the example data. */
const USER = 'contact-1001';
const CUSTOMER = 'customer-1001';

const DEMO = { id: 'demo', name: 'Demo' };

/** Creates the shop's key, and sets the shop's callback unless an administrator has set one. */
export async function setUpShop(
  collaborators: Collaborators,
  { shopUrl, file, time }: { shopUrl: string; file: string | undefined; time: number },
): Promise<LocalApiKey> {
  await setCallback(collaborators, shopUrl, time);
  const audit = { time: time - SERVICE_AGE, by: STAFF[1] };
  const expiresAt = expiryOf(collaborators, audit.time);
  const request = { name: 'Demo shop', role: 'storefront', domains: undefined, expiresAt } as const;
  return ensureApiKey(collaborators, request, { file, audit });
}

/** As of a key that the API makes. When it has gone by, the next start makes another key. */
const expiryOf = ({ settingsDefaults }: Collaborators, time: number): number =>
  toSeconds(time) + keyLifetimeOf(settingsDefaults);

async function setCallback(
  { db, settingsDefaults }: Collaborators,
  shopUrl: string,
  time: number,
): Promise<void> {
  const set = await getSettingsItem(db);
  if (set?.callbackUrl && set.lastEvent.by.id !== DEMO.id) return;
  await putSettings(
    db,
    {
      ...set,
      callbackUrl: `${shopUrl}/callback`,
      responseMode: 'form_post',
      shopName: set?.shopName ?? 'Demo shop',
      supportEmail: set?.supportEmail ?? 'help@demo-shop.example',
    },
    { audit: { time, by: DEMO }, expected: undefined, defaults: settingsDefaults },
  );
}

/** The cXML credentials of the example procurement system. */
export type CxmlSender = { domain: string; identity: string; secret: string };

/** Creates the key of the procurement system. Undefined: the customer of the example data was deleted. */
export async function setUpCustomer(
  collaborators: Collaborators,
  { file, time }: { file: string | undefined; time: number },
): Promise<CxmlSender | undefined> {
  const customer = await getUser(collaborators.db, CUSTOMER);
  if (!customer) return undefined;
  const sender = { domain: 'DUNS', identity: 'demo-buyer' };
  const { string } = await ensureApiKey(
    collaborators,
    {
      name: 'Demo procurement system',
      role: 'procurement',
      domains: undefined,
      expiresAt: expiryOf(collaborators, time),
      punchOut: { ...sender, userId: CUSTOMER, incarnation: customer.incarnation },
    },
    { file, audit: { time, by: STAFF[1] } },
  );
  return { ...sender, secret: string };
}

export type DemoLinks = { login: string; impersonation: string; catalogue: string };

/** `none`: the database had users already, and they are not of the example data. `since` is in ISO 8601. */
export type Examples = { outcome: 'made' } | { outcome: 'kept'; since: string } | { outcome: 'none' };

/** The configuration of the demo shop and of its customer's procurement system. */
export type Demo = {
  storefrontKey: string;
  cxml: CxmlSender | undefined;
  /** The issuer of access tokens. */
  issuer: string;
  links: DemoLinks | undefined;
  examples: Examples;
};

/** Creates new links at every start, since most work once. Undefined: the example users were deleted. */
export async function createLinks(
  collaborators: Collaborators,
  time: number,
): Promise<DemoLinks | undefined> {
  const blank = { expiresAt: toSeconds(time) + DAY, maxUses: 1, extra: 'Demo', reason: null };
  const login = await createLink(collaborators, { ...blank, userId: USER, purpose: 'login' }, time);
  const impersonation = await createLink(
    collaborators,
    { ...blank, userId: USER, purpose: 'impersonation', reason: 'Order 20418 cannot be changed' },
    time,
  );
  const catalogue = await createLink(
    collaborators,
    { ...blank, userId: CUSTOMER, purpose: 'procurement', maxUses: null },
    time,
  );
  return login && impersonation && catalogue ? { login, impersonation, catalogue } : undefined;
}

async function createLink(
  { db, sealer, settingsDefaults }: Collaborators,
  request: TokenRequest,
  time: number,
): Promise<string | undefined> {
  const { settings } = await getSettings(db, settingsDefaults);
  const creation = await createToken({ db, sealer }, request, {
    audit: { time, by: STAFF[0] },
    scope: undefined,
    idempotency: undefined,
    retention: retentionOf(settings),
  });
  if (creation.outcome !== 'created') return undefined;
  return tokenStringView(creation.string, creation.token, settings).loginUrl;
}
