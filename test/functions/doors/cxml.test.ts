import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { config } from '../../../functions/runtime/config.ts';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { formatCredential, newSecret } from '../../../shared/crypto/credential.ts';
import { attributeOf, childOf, parseXmlDocument, textOf } from '../../../shared/punchout/xml.ts';
import { aribaRequest, coupaRequest, jaggaerRequest, type Sent } from '../../shared/punchout/documents.ts';
import { type Answer, send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { failRequests, heal, loseAnswers, requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { arrivalOf, aToken, aUser, CALLBACK, exchange, redeem, unique } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

/** The door for procurement systems that speak cXML: a document first, then the buyer's browser. */

const { admin, log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

afterEach(() => heal(db));

const XML = { 'content-type': 'text/xml; charset=UTF-8' };
const post = (raw: string, headers: Record<string, string> = XML) =>
  send('POST', '/punchout/cxml', { raw, headers, base64: true });
/** With the path alone, by which tests route. */
const open = (url: string, from: { ip?: string } = {}) =>
  send('GET', url.replace('https://login.example.com', ''), from);

const SENDER = { identity: 'AN01000000087', domain: 'NetworkId' };
async function aKey(members: object) {
  const body = { name: unique('System '), role: 'procurement', ...SENDER, ...members };
  const answer = await send('POST', '/keys', { key: admin, body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as { id: string; key: string; name: string };
}
async function aBuyer() {
  const userId = await aUser();
  return { userId, secret: (await aKey({ userId })).key };
}

function documentOf(answer: Answer) {
  expectConventionalHeaders(answer);
  expect(answer.headers['Content-Type']).toBe('text/xml; charset=utf-8');
  const reading = parseXmlDocument(answer.text);
  if (reading.outcome !== 'parsed') throw new Error(reading.detail);
  const response = childOf(reading.root, 'Response');
  const status = childOf(response, 'Status');
  return {
    code: attributeOf(status, 'code'),
    detail: textOf(status) ?? '',
    startPage: textOf(childOf(response, 'PunchOutSetupResponse', 'StartPage', 'URL')),
  };
}

function expectRefused(answer: Answer, code: number, http = 200): void {
  expect(documentOf(answer), answer.text).toMatchObject({ code: String(code), startPage: undefined });
  expect(answer.status).toBe(http);
}

async function startPageOf(xml: string): Promise<string> {
  const answer = await post(xml);
  const { code, startPage = '' } = documentOf(answer);
  expect([answer.status, code], answer.text).toEqual([200, '200']);
  return startPage;
}
const tokenIdOf = (startPage: string) => (new URL(startPage).searchParams.get('token') ?? '').slice(3, 25);
const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;

async function exchanged(answer: Answer) {
  expect(answer.status, answer.text).toBe(303);
  const result = await exchange(arrivalOf(answer).get('code') ?? '');
  expect(result.status, result.text).toBe(200);
  return result.body;
}

describe('a PunchOutSetupRequest', () => {
  it('is answered by an address that signs the buyer in with no further input', async () => {
    const { userId, secret } = await aBuyer();
    const more = '<Extrinsic name="Department">Facility</Extrinsic>';
    const startPage = await startPageOf(aribaRequest({ secret, more }));
    expect(startPage).toMatch(/^https:\/\/login\.example\.com\/punchout\/cxml\?token=lt_[0-9A-Za-z]{61}$/);
    const answer = await open(startPage);
    expect(answer.headers.Location).toMatch(/^https:\/\/shop\.example\/callback\?code=[\w.-]+$/);
    const body = await exchanged(answer);
    expect(body.user.id).toBe(userId);
    expect(body.procurement).toMatchObject({
      protocol: 'cxml',
      from: [{ identity: 'AN01000000001' }, { identity: '123456789' }],
      to: [{ identity: '987654321' }],
      deploymentMode: 'production',
      shipTo: { name: 'Warehouse' },
      contacts: [{ role: 'endUser', emails: ['contact@acme.com'] }],
      repeated: {},
      withheld: [],
      operation: 'create',
      buyerCookie: '1CX3L4843PPZO',
      browserFormPost: 'https://s1.buyer.example/ad/punchin?cxml=1&session=a%2Fb',
      extrinsics: { CostCenter: '610 & 611', Department: 'Facility' },
      items: [],
    });
  });

  it.each(['create', 'edit', 'inspect', 'source'])('may be to %s', async (operation) => {
    const { secret } = await aBuyer();
    const { procurement } = await exchanged(
      await open(await startPageOf(aribaRequest({ secret, operation }))),
    );
    expect(procurement.operation).toBe(operation);
  });

  it('brings the basket that is to be edited', async () => {
    const { key } = await aKey({ identity: 'acme', domain: 'Jaggaer', userId: await aUser() });
    const { procurement } = await exchanged(
      await open(await startPageOf(jaggaerRequest().replace('unknown', key))),
    );
    expect(procurement).toMatchObject({ operation: 'edit', selectedItem: { supplierPartId: 'A-9' } });
    expect(procurement.items).toEqual([
      expect.objectContaining({ quantity: '2', supplierPartId: 'A-1', supplierPartAuxiliaryId: 'basket-7' }),
      expect.objectContaining({ quantity: '10', supplierPartId: 'A-2', supplierPartAuxiliaryId: null }),
    ]);
  });

  it('may be sent as application/xml, and in any encoding of the gateway', async () => {
    const { secret } = await aBuyer();
    const raw = aribaRequest({ secret });
    const headers = { 'content-type': 'application/xml' };
    expect(documentOf(await send('POST', '/punchout/cxml', { raw, headers })).code).toBe('200');
  });

  it('may come from a sender whose key was made with blanks around its identity and domain', async () => {
    const { identity, domain } = SENDER;
    const made = await aKey({ userId: await aUser(), identity: ` ${identity}\u00a0`, domain: ` ${domain} ` });
    expect(made).toMatchObject(SENDER);
    expect(documentOf(await post(aribaRequest({ secret: made.key }))).code).toBe('200');
  });

  it('makes a one-time token of five minutes, of the key as its maker', async () => {
    const userId = await aUser();
    const key = await aKey({ userId });
    const id = tokenIdOf(await startPageOf(aribaRequest({ secret: key.key })));
    expect(await tokenOf(id)).toMatchObject({
      status: 'active',
      purpose: 'procurement',
      maxUses: 1,
      expiresAt: inFuture(5 * MINUTE),
      user: { id: userId },
      createdBy: { id: `key:${key.id}`, name: key.name },
    });
  });

  it('is told in the history: the token by the key, its use by the door', async () => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret }));
    pass(SECOND);
    await open(startPage);
    await deliver(recordEvents, await streamRecords());
    const { body } = await send('GET', `/tokens/${tokenIdOf(startPage)}/events`, { key: admin });
    expect(body.items).toEqual([
      expect.objectContaining({ type: 'token.redeemed', by: { id: 'door:cxml', name: 'cXML punch-out' } }),
      expect.objectContaining({
        type: 'token.created',
        by: expect.objectContaining({ id: `key:${secret.slice(3, 25)}` }),
      }),
    ]);
  });

  it('leaves nothing of the document in the log', async () => {
    const { secret, userId } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret, cookie: 'confidential' }));
    expect(log.last()).toMatchObject({ route: 'POST /punchout/cxml', userId, tokenId: tokenIdOf(startPage) });
    await open(startPage);
    const printed = JSON.stringify(log.lines());
    for (const text of [secret, 'confidential', 'buyer.example', startPage.slice(-64)])
      expect(printed).not.toContain(text);
  });

  it('leads to where the settings say, not to where the document was sent', async () => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret }));
    const headers = { ...XML, host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const other = documentOf(await post(aribaRequest({ secret }), headers)).startPage;
    expect(new URL(other ?? '').origin).toBe(new URL(startPage).origin);
  });
});

describe('the user of UserEmail', () => {
  let secret: string;
  beforeAll(async () => {
    ({ key: secret } = await aKey({ identity: 'acme', domain: 'DUNS', domains: ['acme.com', 'acme.nl'] }));
  });
  const send = (email: string) => post(coupaRequest({ secret, email }));

  it.each(['jane.d@acme.com', 'Jane.D@ACME.nl', 'jané@acme.com'])('is signed in: %s', async (email) => {
    const userId = await aUser({ email });
    const startPage = documentOf(await send(email.toUpperCase())).startPage ?? '';
    expect((await exchanged(await open(startPage))).user.id).toBe(userId);
  });

  it.each([
    ['no_user', 'whom nobody knows', async () => `${unique('nobody')}@acme.com`],
    ['no_user', 'without an address', async () => ''],
    ['no_user', 'whose id it is', async () => aUser({ email: undefined })],
    [
      'no_user',
      'of another domain',
      async () => `${await aUser({ email: 'x@elsewhere.org' })}@elsewhere.org`,
    ],
    [
      'no_user',
      'of a domain below',
      async () => emailOf(await aUser({ email: `${unique('a')}@sub.acme.com` })),
    ],
    [
      'no_user',
      'with an accent more',
      async () => (await aUser({ email: 'renee@acme.com' })) && 'renée@acme.com',
    ],
    [
      'no_user',
      'whose address only begins so',
      async () => (await aUser({ email: 'begin@acme.company' })) && 'begin@acme.com',
    ],
    ['user_blocked', 'who is disabled', async () => emailOf(await aUser({ disabled: true }))],
    [
      'several_users',
      'of whom there are two',
      async () =>
        (await aUser({ email: 'two@acme.com' })) &&
        (await aUser({ email: 'TWO@acme.com' })) &&
        'two@acme.com',
    ],
    [
      'several_users',
      'of whom there are two, one disabled',
      async () =>
        (await aUser({ email: 'half@acme.com' })) &&
        (await aUser({ email: 'half@acme.com', disabled: true })) &&
        'half@acme.com',
    ],
  ])('is refused as %s: a user %s', async (reason, _name, email) => {
    expectRefused(await send(await email()), 401);
    expect(log.last()).toMatchObject({ status: 200, reason });
  });

  describe('who is refused', () => {
    /** The requests of a document whose sender the function knows, after the one that reads the key. */
    const requestsFor = async (email: string) => {
      await send('nobody@nowhere.example');
      const { result, requests } = await requestsOf(db, () => send(email));
      expectRefused(result, 401);
      const [key, ...others] = requests;
      expect(key?.command).toBe('GetItem');
      return others;
    };
    const keysRead = (requests: Awaited<ReturnType<typeof requestsFor>>) =>
      Object.values((requests[1]?.input.RequestItems ?? {}) as Record<string, { Keys: unknown[] }>).map(
        ({ Keys }) => Keys.length,
      );

    it.each([
      ['nobody has the address', async () => `${unique('nobody')}@acme.com`],
      [
        'one with a longer address',
        async () => (await aUser({ email: 'long@acme.company' })) && 'long@acme.com',
      ],
      ['disabled', async () => emailOf(await aUser({ disabled: true }))],
      ['one with an accent more', async () => (await aUser({ email: 'zoe@acme.com' })) && 'zoë@acme.com'],
    ])('costs the same search and the same read: %s', async (_name, email) => {
      const requests = await requestsFor(await email());
      expect(requests.map(({ command }) => command)).toEqual(['Query', 'BatchGetItem']);
      expect(keysRead(requests)).toEqual([1]);
    });

    it.each([
      ['whom nobody knows', async () => `${unique('nobody')}@elsewhere.org`],
      ['who is there', async () => (await aUser({ email: 'there@elsewhere.org' })) && 'there@elsewhere.org'],
      ['with a look-alike within', async () => (await aUser({ email: 'jo@acme.com' })) && 'jo@äcme.com'],
    ])('costs no search outside of the domains of the key: a user %s', async (_name, email) => {
      expect(await requestsFor(await email())).toEqual([]);
    });

    it('is searched for as one who is signed in', async () => {
      const email = emailOf(await aUser());
      await send(email);
      const { result, requests } = await requestsOf(db, () => send(email));
      expect(documentOf(result).code).toBe('200');
      const [, ...others] = requests;
      expect(others.slice(0, 2).map(({ command }) => command)).toEqual(['Query', 'BatchGetItem']);
      expect(keysRead(others)).toEqual([1]);
    });
  });

  it('is refused when there are two addresses', async () => {
    const [one, other] = [emailOf(await aUser()), emailOf(await aUser())];
    const second = `<Extrinsic name="UserEmail">${other}</Extrinsic><BrowserFormPost>`;
    expectRefused(await post(coupaRequest({ secret, email: one }).replace('<BrowserFormPost>', second)), 401);
    expect(log.last()).toMatchObject({ reason: 'several_users' });
  });

  it('is the contact of the document when no Extrinsic has an address', async () => {
    const userId = await aUser({ email: 'other@acme.com' });
    const startPage = await startPageOf(coupaRequest({ secret, email: '' }));
    expect((await exchanged(await open(startPage))).user.id).toBe(userId);
  });

  it('is the one of the field that the key names, and of no other', async () => {
    const own = { identity: 'acme', domain: 'DUNS', domains: ['acme.com'], userField: 'Requester email' };
    const { key, ...shown } = await aKey(own);
    expect(shown).toMatchObject({ userField: 'Requester email', userId: null });
    const [userId, other] = [await aUser(), await aUser()];
    const sent = (name: string) =>
      coupaRequest({ secret: key, email: emailOf(other) }).replace(
        "'FirstName'>Jané",
        `'${name}'>${emailOf(userId)}`,
      );
    const startPage = await startPageOf(sent('RequesterEmail'));
    expect((await exchanged(await open(startPage))).user.id).toBe(userId);
    expectRefused(await post(sent('Requester')), 401);
    expect(log.last()).toMatchObject({ reason: 'no_user' });
  });

  it('is not asked for when the key has a user of its own', async () => {
    const userId = await aUser();
    const { key } = await aKey({ identity: 'acme', domain: 'DUNS', userId });
    const other = emailOf(await aUser());
    const startPage = documentOf(await post(coupaRequest({ secret: key, email: other }))).startPage ?? '';
    expect((await exchanged(await open(startPage))).user.id).toBe(userId);
  });
});
const emailOf = (id: string) => `${id}@acme.com`;

describe('a sender', () => {
  const send = async (sent: Partial<Sent>) => post(aribaRequest(sent));

  it('is known however its domain is written, and by no other name', async () => {
    const { secret } = await aBuyer();
    expect(documentOf(await send({ secret, domain: 'NETWORKID' })).code).toBe('200');
    const refused = [
      { secret, identity: 'AN01000000088' },
      { secret, identity: 'an01000000087' },
      { secret, domain: 'DUNS' },
    ];
    for (const sent of refused) expectRefused(await send(sent), 401);
    expect(log.last()).toMatchObject({ reason: 'unknown_sender' });
  });

  it.each([
    ['a wrong secret', async () => `${(await aBuyer()).secret.slice(0, -1)}!`],
    ['no secret', async () => ''],
    ['a password', async () => 'welcome'],
    ['a token for a secret', async () => (await aToken()).token],
    ['the key of an administrator', async () => admin],
    ['the key of a storefront', () => makeKey('storefront')],
    [
      'a key that was deleted a moment ago',
      async () => {
        const { id, key } = await aKey({ userId: await aUser() });
        expect(documentOf(await post(aribaRequest({ secret: key }))).code).toBe('200');
        await remove(id);
        return key;
      },
    ],
    [
      'a key that has expired',
      async () => {
        const { key } = await aKey({ userId: await aUser(), expiresAt: inFuture(MINUTE) });
        pass(MINUTE);
        return key;
      },
    ],
    [
      'a key for a user who is disabled',
      async () => {
        const { userId, secret } = await aBuyer();
        await aUser({ disabled: true }, userId);
        return secret;
      },
    ],
    [
      'a key for a user who was deleted',
      async () => {
        const { userId, secret } = await aBuyer();
        await removeUser(userId);
        return secret;
      },
    ],
    [
      'a key for a user of whose id there is another one now',
      async () => {
        const { userId, secret } = await aBuyer();
        await removeUser(userId);
        await aUser({}, userId);
        return secret;
      },
    ],
  ])('with %s gets 401, and no address', async (_name, secret) => {
    const answer = await send({ secret: await secret() });
    expectRefused(answer, 401);
    const reference = documentOf(await send({ secret: 'nonsense' }));
    expect(documentOf(answer)).toEqual(reference);
  });

  it('may have several names, each with the secret or with an empty one', async () => {
    const { secret } = await aBuyer();
    const add = (text: string) =>
      post(
        aribaRequest({ secret }).replace(
          '<Sender>',
          `<Sender><Credential domain="DUNS"><Identity>7</Identity><SharedSecret>${text}</SharedSecret></Credential>`,
        ),
      );
    for (const text of [secret, '', ' ']) expect(documentOf(await add(text)).code).toBe('200');
    expectRefused(await add((await aBuyer()).secret), 401);
    expect(log.last()).toMatchObject({ reason: 'no_sender' });
  });

  it('is not known by what it calls itself in From', async () => {
    const { secret } = await aBuyer();
    expectRefused(await send({ secret, identity: 'AN01000000001' }), 401);
  });
});
const remove = (id: string) => send('DELETE', `/keys/${id}`, { key: admin });
const removeUser = (id: string) => send('DELETE', `/users/${id}`, { key: admin });

describe('a document that is not as it must be', () => {
  it.each<[number, string, string]>([
    [406, 'nothing', ''],
    [406, 'no XML', '{"a":1}'],
    [406, 'half a document', aribaRequest().slice(0, 500)],
    [406, 'entities that grow', '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
    [
      406,
      'a file',
      aribaRequest().replace(/<!DOCTYPE.*>/, '<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    [406, 'an entity that nobody defined', aribaRequest({ cookie: '&cookie;' })],
    [406, 'elements without end', '<a>'.repeat(80_000)],
    [450, 'another request', '<cXML><Request><OrderRequest/></Request></cXML>'],
    [400, 'no request', '<cXML><Message/></cXML>'],
    [401, 'a profile for nobody', '<cXML><Request><ProfileRequest/></Request></cXML>'],
    [400, 'another operation', aribaRequest({ operation: 'delete' })],
    [400, 'a script for an address', aribaRequest({ post: 'javascript:alert(1)' })],
  ])('gets %d: %s', async (code, _name, xml) => {
    const { result, requests } = await requestsOf(db, () => post(xml));
    expectRefused(result, code);
    expect(requests.filter(({ command }) => command !== 'GetItem')).toEqual([]);
    expect(documentOf(result).detail).not.toBe('');
  });

  it('is answered the same way when it was not read at all', async () => {
    expectRefused(await post(aribaRequest(), { 'content-type': 'application/json' }), 406, 415);
    expectRefused(await post(aribaRequest(), {}), 406, 415);
    expectRefused(await post(aribaRequest({ more: ' '.repeat(256 * 1024) })), 406, 413);
    const latin1 = { raw: aribaRequest({ cookie: 'é' }), headers: XML, base64: 'latin1' as const };
    expectRefused(await send('POST', '/punchout/cxml', latin1), 406);
  });

  it('may be as large as 256 KiB', async () => {
    const { secret } = await aBuyer();
    const bytes = 256 * 1024 - Buffer.byteLength(aribaRequest({ secret }));
    expect(documentOf(await post(aribaRequest({ secret, more: ' '.repeat(bytes) }))).code).toBe('200');
  });

  it('may have any parameters in its query: those of others are let be', async () => {
    const { secret } = await aBuyer();
    const options = { raw: aribaRequest({ secret }), headers: XML };
    expect(documentOf(await send('POST', '/punchout/cxml?store=nl&store=de', options)).code).toBe('200');
  });
});

describe('a document in another encoding', () => {
  const ENCODINGS = [
    ['ISO-8859-1', 'latin1', 'text/xml; charset=ISO-8859-1'],
    ['ISO-8859-1', 'latin1', 'text/xml'],
    ['UTF-16', 'utf16le', 'text/xml; charset=utf-16'],
    ['utf-16', 'utf8', 'application/xml'],
    ['UTF-8', 'utf8', 'text/xml'],
  ] as const;
  it.each(ENCODINGS)('is read as it declares: %s, as %s, sent as %s', async (declared, base64, type) => {
    const { secret } = await aBuyer();
    const mark = base64 === 'utf16le' ? '\ufeff' : '';
    const raw = mark + aribaRequest({ secret, cookie: 'Jürgen' }).replace('UTF-8', declared);
    const answer = await send('POST', '/punchout/cxml', { raw, base64, headers: { 'content-type': type } });
    const { procurement } = await exchanged(await open(documentOf(answer).startPage ?? ''));
    expect(procurement.buyerCookie).toBe('Jürgen');
  });

  it.each([
    ['UTF-8', 'text/xml; charset=utf-8'],
    ['UTF-8', 'text/xml'],
    ['ISO-8859-1', 'text/xml; charset=utf-8'],
    ['ISO-8859-1', 'application/xml'],
  ])(
    'is refused when the gateway has damaged it, and makes nothing: it declares %s, as %s',
    async (declared, type) => {
      const { secret } = await aBuyer();
      const sent = aribaRequest({ secret, cookie: 'Jürgen' }).replace('UTF-8', declared);
      const raw = Buffer.from(sent, 'latin1').toString('utf8');
      const { result, requests } = await requestsOf(db, () =>
        send('POST', '/punchout/cxml', { raw, headers: { 'content-type': type } }),
      );
      expect([result.status, documentOf(result).code]).toEqual([200, '406']);
      expect(result.text).toContain('not in the encoding that it names');
      expect(requests).toEqual([]);
    },
  );

  it.each([
    ['UTF-8', 'text/xml; charset=UTF-7'],
    ['UTF-8', 'text/xml; charset=bogus'],
    ['bogus', 'text/xml'],
  ])('is refused when that is not supported: it declares %s, as %s', async (declared, type) => {
    const { secret } = await aBuyer();
    const raw = aribaRequest({ secret }).replace('UTF-8', declared);
    for (const options of [{ raw }, { raw, base64: 'utf8' as const }]) {
      const answer = await send('POST', '/punchout/cxml', { ...options, headers: { 'content-type': type } });
      expect([answer.status, documentOf(answer).code]).toEqual([200, '406']);
      expect(answer.text).toContain('encoding of the document is not supported');
    }
  });
});

describe('a ProfileRequest', () => {
  const profile = (secret: string) =>
    post(
      aribaRequest({ secret }).replace(
        /<PunchOutSetupRequest.*<\/PunchOutSetupRequest>/s,
        '<ProfileRequest/>',
      ),
    );

  it('is told which requests go where, and makes nothing', async () => {
    const { secret } = await aBuyer();
    // The first use of a day is noted on the key.
    await profile(secret);
    const { result, requests } = await requestsOf(db, () => profile(secret));
    expect([result.status, documentOf(result).code]).toEqual([200, '200']);
    const url = 'https://login.example.com/punchout/cxml';
    expect(result.text).toContain(
      `<Transaction requestName="PunchOutSetupRequest"><URL>${url}</URL></Transaction></ProfileResponse>`,
    );
    expect(requests.map(({ command }) => command)).toEqual(['GetItem']);
  });

  it('of a sender who is not known gets 401, as a set-up does', async () => {
    expectRefused(await profile(`${(await aBuyer()).secret.slice(0, -1)}!`), 401);
    expect(log.last()).toMatchObject({ reason: 'unknown_sender' });
    expectRefused(await profile(''), 401);
    expect(log.last()).toMatchObject({ reason: 'no_sender' });
  });
});

const NEVER_WAS = formatCredential('lt_', { id: 'z'.repeat(22), secret: newSecret() }).reveal();

describe('the token of a start page', () => {
  const startPageToken = async () => {
    const { secret } = await aBuyer();
    return tokenIdOf(await startPageOf(aribaRequest({ secret })));
  };

  it.each(['reveal', 'rotate'])(
    'has the address of the start page after a %s, which signs in once',
    async (action) => {
      const id = await startPageToken();
      const { status, body } = await send('POST', `/tokens/${id}/${action}`, { key: admin });
      expect(status).toBe(200);
      expect(body.loginUrl).toBe(`https://login.example.com/punchout/cxml?token=${body.token}`);
      expect((await open(body.loginUrl)).status).toBe(303);
      expect((await open(body.loginUrl, { ip: '192.0.2.77' })).status).toBe(401);
    },
  );

  it.each([
    [{ expiresAt: null }, ['/expiresAt']],
    [{ expiresAt: inFuture(DAY) }, ['/expiresAt']],
    [{ maxUses: 2 }, ['/maxUses']],
    [{ maxUses: null }, ['/maxUses']],
    [{ oneTimeUse: false }, ['/oneTimeUse']],
    [{ expiresAt: null, maxUses: null }, ['/expiresAt', '/maxUses']],
  ])('lives no longer and signs in no more often by a change to %j', async (body, pointers) => {
    const id = await startPageToken();
    const before = await tokenOf(id);
    expectProblem(await send('PATCH', `/tokens/${id}`, { key: admin, body }), 'invalid_request', pointers);
    expect(await tokenOf(id)).toEqual(before);
  });

  it('may be noted, disabled, enabled and shortened', async () => {
    const id = await startPageToken();
    for (const body of [
      { extra: 'x' },
      { status: 'disabled' },
      { status: 'active' },
      { expiresAt: inFuture(MINUTE) },
    ])
      expect((await send('PATCH', `/tokens/${id}`, { key: admin, body })).status).toBe(200);
  });
});

describe('the start page', () => {
  it('opens in one browser: of 25 at once one is signed in', async () => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret }));
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, at) => open(startPage, { ip: `192.0.2.${at}` })),
    );
    const [first, ...others] = answers.filter(({ status }) => status === 303);
    expect(others).toEqual([]);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(24);
    expect((await exchanged(first as Answer)).procurement.buyerCookie).toBe('1CX3L4843PPZO');
    expect(await tokenOf(tokenIdOf(startPage))).toMatchObject({ successfulAttempts: 1, failedAttempts: 24 });
  });

  it('opens again in the same browser, as the same session, for two minutes', async () => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret }));
    const answers = await Promise.all(Array.from({ length: 25 }, () => open(startPage)));
    const bodies = await Promise.all(answers.map(exchanged));
    expect(new Set(bodies.map(({ session }) => session.id)).size).toBe(1);
    expect(bodies.every(({ procurement }) => procurement.buyerCookie === '1CX3L4843PPZO')).toBe(true);
    expect(await tokenOf(tokenIdOf(startPage))).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
    pass(2 * MINUTE + SECOND);
    expect((await open(startPage)).status).toBe(401);
    expect(log.last()).toMatchObject({ reason: 'used' });
  });

  it('opens after a 503, at whatever request the database failed', async () => {
    const { secret } = await aBuyer();
    for (const command of ['UpdateItem', 'GetItem'] as const) {
      const startPage = await startPageOf(aribaRequest({ secret }));
      failRequests(db, command);
      expect((await open(startPage)).status).toBe(503);
      heal(db);
      expect((await exchanged(await open(startPage))).procurement.protocol).toBe('cxml');
      expect(await tokenOf(tokenIdOf(startPage))).toMatchObject({ successfulAttempts: 1 });
    }
  });

  it('opens after an answer that no browser got, and after a use that could not be taken back', async () => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret }));
    loseAnswers(db, 'UpdateItem');
    failRequests(db, 'GetItem');
    await open(startPage);
    heal(db);
    expect((await exchanged(await open(startPage))).procurement.protocol).toBe('cxml');
    expect(await tokenOf(tokenIdOf(startPage))).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
  });

  it('opens for five minutes', async () => {
    const { secret } = await aBuyer();
    const [one, other] = [
      await startPageOf(aribaRequest({ secret })),
      await startPageOf(aribaRequest({ secret })),
    ];
    pass(5 * MINUTE - SECOND);
    expect((await exchanged(await open(one))).procurement.protocol).toBe('cxml');
    pass(SECOND);
    expect((await open(other)).status).toBe(401);
    expect(log.last()).toMatchObject({ outcome: 'refused', reason: 'expired' });
  });

  it.each([
    ['malformed', async () => 'nonsense'],
    ['malformed', async () => ''],
    ['wrong_purpose', async () => (await aToken({ userId: await aUser() })).token],
    ['wrong_purpose', async () => (await aToken({ userId: await aUser(), purpose: 'procurement' })).token],
    [
      'user_blocked',
      async () => {
        const { userId, secret } = await aBuyer();
        const startPage = await startPageOf(aribaRequest({ secret }));
        await aUser({ disabled: true }, userId);
        return startPage.slice(-64);
      },
    ],
  ])('refuses with the page that everybody gets: %s', async (reason, token) => {
    const answer = await open(`/punchout/cxml?token=${await token()}`);
    const isWhole = reason !== 'malformed';
    expect(answer.status).toBe(isWhole ? 401 : 400);
    expect(log.last()).toMatchObject({ outcome: 'refused', reason });
    expect(answer.text).toBe((await open(`/punchout/cxml?token=${isWhole ? NEVER_WAS : 'x'}`)).text);
    expectConventionalHeaders(answer);
    expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8');
  });

  it.each([
    ['the door of OCI', (token: string) => open(`/punchout/oci?token=${token}&HOOK_URL=https://x.example/`)],
    ['the login page', (token: string) => send('POST', '/login', { form: { token } })],
    ['a storefront that redeems', (token: string) => redeem(token)],
  ])('is the only door for its token: %s refuses it, and it stays usable', async (_, present) => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret, operation: 'inspect' }));
    expect((await present(startPage.slice(-64))).status).toBe(401);
    expect(log.last()).toMatchObject({ outcome: 'refused', reason: 'wrong_purpose' });
    expect((await exchanged(await open(startPage))).procurement.operation).toBe('inspect');
  });

  it('is not opened by HEAD', async () => {
    const { secret } = await aBuyer();
    const startPage = await startPageOf(aribaRequest({ secret }));
    expect((await send('HEAD', startPage.replace('https://login.example.com', ''))).status).toBe(200);
    expect((await open(startPage)).status).toBe(303);
  });
});

describe('costs and faults', () => {
  const commands = ({ requests }: Awaited<ReturnType<typeof requestsOf>>) =>
    requests.map(({ command }) => command);

  it('setting up reads the key, the user twice, and writes the token and what was sent along', async () => {
    const { secret } = await aBuyer();
    await post(aribaRequest({ secret }));
    const found = await requestsOf(db, () => post(aribaRequest({ secret })));
    expect(commands(found)).toEqual(['GetItem', 'GetItem', 'GetItem', 'PutItem', 'PutItem']);
    const opened = await requestsOf(db, () => open(documentOf(found.result).startPage ?? ''));
    // The user, and the key: a start page of a deleted key opens no more.
    expect(commands(opened)).toEqual(['UpdateItem', 'GetItem', 'GetItem']);
  });

  it('what was sent along is kept under the token, for an hour', async () => {
    const { secret } = await aBuyer();
    const id = tokenIdOf(await startPageOf(aribaRequest({ secret })));
    const { Item } = await db.client.send(
      new GetCommand({ TableName: config.tables.transient, Key: { id: `punchout#${id}` } }),
    );
    expect(Item).toMatchObject({
      procurement: { protocol: 'cxml' },
      ttl: Math.floor(Date.now() / 1000) + 3_600,
    });
  });

  it('nobody gets an address when something could not be written, and HTTP says to try again', async () => {
    const { secret } = await aBuyer();
    failRequests(db, 'PutItem');
    const answer = await post(aribaRequest({ secret }));
    heal(db);
    expectRefused(answer, 500, 503);
    expect(answer.headers['Retry-After']).toBe('1');
  });

  it('a failure of ours says no more than that', async () => {
    const { secret } = await aBuyer();
    failRequests(db, 'PutItem', () => new Error(`the table said ${secret}`));
    const answer = await post(aribaRequest({ secret }));
    heal(db);
    expectRefused(answer, 500, 500);
    expect(answer.text).not.toContain('table');
  });

  it.each([0, 1])('a lost answer to write %d changes nothing', async (after) => {
    const { secret } = await aBuyer();
    loseAnswers(db, 'PutItem', { after });
    const startPage = await startPageOf(aribaRequest({ secret }));
    heal(db);
    expect((await exchanged(await open(startPage))).procurement.buyerCookie).toBe('1CX3L4843PPZO');
  });
});
