/** Made from the schemas of the routes by `npm run client:types`; change those. */

/** Derived: whether a token can be used now, and if not, why. */
export type Status = 'active' | 'used' | 'expired' | 'disabled';

/** What a token is for. An impersonation shows who acts as the user, and why. */
export type Purpose = 'login' | 'impersonation' | 'procurement';

export type UserType = 'contact' | 'customer' | 'mailbox';

export type Role = 'viewer' | 'editor' | 'admin' | 'storefront' | 'procurement';

export type Permission =
  | 'tokens:read'
  | 'users:read'
  | 'events:read'
  | 'tokens:write'
  | 'tokens:reveal'
  | 'users:write'
  | 'keys:write'
  | 'settings:write'
  | 'sessions:revoke'
  | 'tokens:redeem'
  | 'sessions:read'
  | 'sessions:end'
  | 'punchout:start';

export type Sort = 'createdAt' | '-createdAt' | 'expiresAt' | '-expiresAt' | 'updatedAt' | '-updatedAt';

/** What happened to a token, a user, a key or the settings. */
export type HistoryType =
  | 'token.created'
  | 'token.updated'
  | 'token.enabled'
  | 'token.disabled'
  | 'token.rotated'
  | 'token.revealed'
  | 'token.redeemed'
  | 'token.refused'
  | 'token.deleted'
  | 'token.sessions_revoked'
  | 'user.created'
  | 'user.updated'
  | 'user.enabled'
  | 'user.disabled'
  | 'user.deleted'
  | 'user.sessions_revoked'
  | 'key.created'
  | 'key.deleted'
  | 'settings.updated';

/** Closed: new codes come with a new version. */
export type ProblemCode =
  | 'invalid_request'
  | 'invalid_cursor'
  | 'unauthenticated'
  | 'token_refused'
  | 'code_refused'
  | 'forbidden'
  | 'not_found'
  | 'token_not_found'
  | 'user_not_found'
  | 'key_not_found'
  | 'method_not_allowed'
  | 'user_disabled'
  | 'idempotency_conflict'
  | 'not_ready'
  | 'version_mismatch'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'internal_error'
  | 'unavailable';

/** Who did something, as they were called then. */
export type Actor = {
  /** With its kind as a prefix: `key:` of an API key, `oidc:` of an identity. */
  id: string;
  name: string;
};

/** Whom a token logs in. Of a deleted user there is the id alone. */
export type TokenUser =
  | {
      id: string;
      type: UserType;
      name: string;
      email: string | null;
    }
  | {
      id: string;
      type: null;
      name: null;
      email: null;
      deleted: true;
    };

/** A login token, without its secret. */
export type Token = {
  /** Names the token. It is no secret, and logs nobody in. */
  id: string;
  status: Status;
  user: TokenUser | null;
  purpose: Purpose;
  /** null: never. */
  expiresAt: string | null;
  /** Whether it can be used once; the same as `maxUses` 1. */
  oneTimeUse: boolean;
  /** null: as often as one likes until it expires. */
  maxUses: number | null;
  /** How often the present string was used: rotating starts it again. */
  uses: number;
  /** What administrators have noted. */
  extra: string | null;
  /** Why it was made. */
  reason: string | null;
  /** How often it logged somebody in. */
  successfulAttempts: number;
  /** How often it was refused. */
  failedAttempts: number;
  /** When it last logged somebody in. */
  lastAccessedAt: string | null;
  createdAt: string;
  /** When an administrator last changed it. */
  updatedAt: string;
  createdBy: Actor;
  /** Rises with every change by an administrator. The entity tag is the same in quotation marks. */
  version: number;
};

/** What logs in. Whoever has it is let in. */
export type TokenString = {
  /** The string of 64 characters that logs in: a secret. */
  token: string;
  /** The link that holds it. */
  loginUrl: string;
};

/** A token with the string that its making or rotating has yielded. */
export type TokenWithString = {
  /** Names the token. It is no secret, and logs nobody in. */
  id: string;
  status: Status;
  user: TokenUser | null;
  purpose: Purpose;
  /** null: never. */
  expiresAt: string | null;
  /** Whether it can be used once; the same as `maxUses` 1. */
  oneTimeUse: boolean;
  /** null: as often as one likes until it expires. */
  maxUses: number | null;
  /** How often the present string was used: rotating starts it again. */
  uses: number;
  /** What administrators have noted. */
  extra: string | null;
  /** Why it was made. */
  reason: string | null;
  /** How often it logged somebody in. */
  successfulAttempts: number;
  /** How often it was refused. */
  failedAttempts: number;
  /** When it last logged somebody in. */
  lastAccessedAt: string | null;
  createdAt: string;
  /** When an administrator last changed it. */
  updatedAt: string;
  createdBy: Actor;
  /** Rises with every change by an administrator. The entity tag is the same in quotation marks. */
  version: number;
  /** The string of 64 characters that logs in: a secret. */
  token: string;
  /** The link that holds it. */
  loginUrl: string;
};

export type RemovedTokens = {
  deleted: string[];
  notFound: string[];
  /** Not tried, or not done: it is safe to ask again. */
  failed: string[];
};

export type User = {
  /** The one that the caller gave. */
  id: string;
  type: UserType;
  name: string;
  email: string | null;
  phone: string | null;
  /** A language tag (BCP 47). */
  locale: string | null;
  /** Whether tokens of the user are refused. */
  disabled: boolean;
  createdAt: string;
  updatedAt: string;
  /** Rises with every change by an administrator. The entity tag is the same in quotation marks. */
  version: number;
};

/** An API key, without its secret. */
export type Key = {
  id: string;
  name: string;
  role: Role;
  /** E-mail domains that the key is limited to; null: not limited. */
  domains: string[] | null;
  /** Of a procurement system, in its cXML documents. */
  identity: string | null;
  /** Of that identity. */
  domain: string | null;
  /** Whom the procurement system logs in; null: a user of the domains, by e-mail address. */
  userId: string | null;
  /** null: never. */
  expiresAt: string | null;
  createdAt: string;
  createdBy: Actor;
  /** Rises with every change by an administrator. The entity tag is the same in quotation marks. */
  version: number;
};

export type KeyWithString = {
  id: string;
  name: string;
  role: Role;
  /** E-mail domains that the key is limited to; null: not limited. */
  domains: string[] | null;
  /** Of a procurement system, in its cXML documents. */
  identity: string | null;
  /** Of that identity. */
  domain: string | null;
  /** Whom the procurement system logs in; null: a user of the domains, by e-mail address. */
  userId: string | null;
  /** null: never. */
  expiresAt: string | null;
  createdAt: string;
  createdBy: Actor;
  /** Rises with every change by an administrator. The entity tag is the same in quotation marks. */
  version: number;
  /** The string of 64 characters that proves who calls: a secret. */
  key: string;
};

export type HistoryEvent = {
  id: string;
  type: HistoryType;
  at: string;
  by: Actor;
  /** The address that it was done from. */
  ip: string | null;
  userAgent: string | null;
  /** Why a token was refused, or what the administrator gave. */
  reason: string | null;
  actor: Actor | null;
  tokenId: string | null;
  userId: string | null;
  keyId: string | null;
};

export type StatisticsBucket = {
  /** Of the hour, or of the day in UTC. */
  start: string;
  /** Tokens that were made. */
  created: number;
  /** Attempts that logged somebody in. */
  redeemed: number;
  /** Attempts that did not. */
  refused: number;
  /** Tokens that were deleted. */
  deleted: number;
};

export type Settings = {
  /** Where links lead. */
  appUrl: string;
  /** Where people are taken who are signed in; null: nobody has said, and no link works. */
  callbackUrl: string | null;
  /** Where else a link may take people. */
  allowedReturnUrls: string[];
  /** Shown on pages. */
  shopName: string | null;
  /** Where pages send those whose link does not work. */
  helpUrl: string | null;
  /** Whom these can write to. */
  supportEmail: string | null;
  /** Seconds. */
  sessionLifetime: number;
  /** Seconds. */
  impersonationLifetime: number;
  /** Whether links hold the token in the query or in the fragment. */
  linkStyle: 'query' | 'fragment';
  /** Days that a token is kept after its end. */
  tokenRetentionDays: number;
  /** Origins that may show the pages in a frame. */
  frameAncestors: string[];
  /** 0 before anybody has set any. */
  version: number;
  updatedAt: string | null;
};

export type Principal = {
  id: string;
  name: string;
  role: Role;
  permissions: Permission[];
  /** E-mail domains that the principal is limited to; null: not limited. */
  domains: string[] | null;
};

export type SignInOptions = {
  /** The OpenID Connect provider of administrators; null: there are API keys alone. */
  oidc: {
    issuer: string;
    clientId: string;
    scope: string;
  } | null;
};

export type Session = {
  id: string;
  /** A JWT, which the keys at `/.well-known/jwks.json` verify: a secret. */
  accessToken: string;
  tokenType: 'Bearer';
  expiresAt: string;
};

/** Who acts as the user, and why. */
export type Impersonation = {
  actor: Actor;
  reason: string;
};

/** What a successful attempt yields. */
export type SignIn = {
  session: Session;
  user: User | null;
  token: Token;
  impersonation?: Impersonation | undefined;
};

/** What a code yields. `procurement` is there when a procurement system sent the person. */
export type Exchange = {
  session: Session;
  user: User | null;
  token: Token;
  impersonation?: Impersonation | undefined;
  procurement?: OciProcurement | CxmlProcurement | undefined;
};

/** Of a punch-out by OCI: `hookUrl` is where the basket is sent. */
export type OciProcurement = {
  protocol: 'oci';
  hookUrl: string | null;
  okCode: string | null;
  target: string | null;
  caller: string | null;
  version: string | null;
  function: string | null;
  productId: string | null;
  quantity: string | null;
  searchString: string | null;
  /** What else the procurement system sent, by its names. */
  extra: Record<string, string>;
};

export type CxmlProduct = {
  supplierPartId: string | null;
  supplierPartAuxiliaryId: string | null;
};

export type CxmlItem = {
  lineNumber: string | null;
  quantity: string | null;
  supplierPartId: string | null;
  supplierPartAuxiliaryId: string | null;
  unitOfMeasure: string | null;
  unitPrice: string | null;
  currency: string | null;
};

/** Of a punch-out by cXML. */
export type CxmlProcurement = {
  protocol: 'cxml';
  operation: 'create' | 'edit' | 'inspect';
  buyerCookie: string;
  /** Where the basket is sent. */
  browserFormPost: string | null;
  extrinsics: Record<string, string>;
  items: CxmlItem[];
  selectedItem?: CxmlProduct | undefined;
};

/** The claims of an access token (RFC 9068). */
export type SessionClaims = {
  iss: string;
  /** The id of the user. */
  sub: string;
  /** The storefront that the session is for. */
  aud: string;
  /** Epoch seconds. */
  iat: number;
  /** Epoch seconds. */
  exp: number;
  /** The id of the session. */
  sid: string;
  /** Epoch seconds. */
  auth_time: number;
  amr: string[];
  purpose: Purpose;
  token_id: string;
  incarnation?: string | undefined;
  act?:
    | {
        sub: string;
        name: string;
      }
    | undefined;
};

/** The claims of a session that goes on, and nothing of any other (RFC 7662, section 2.2). */
export type Introspection =
  | {
      active: true;
      token_type: 'Bearer';
      iss: string;
      /** The id of the user. */
      sub: string;
      /** The storefront that the session is for. */
      aud: string;
      /** Epoch seconds. */
      iat: number;
      /** Epoch seconds. */
      exp: number;
      /** The id of the session. */
      sid: string;
      /** Epoch seconds. */
      auth_time: number;
      amr: string[];
      purpose: Purpose;
      token_id: string;
      incarnation?: string | undefined;
      act?:
        | {
            sub: string;
            name: string;
          }
        | undefined;
    }
  | {
      active: false;
    };

/** RFC 9457. */
export type Problem = {
  type: string;
  /** What kind of problem it is. */
  title: string;
  status: number;
  code: ProblemCode;
  /** What is wrong with this request, and what to do. */
  detail: string;
  /** Finds the request in the log. */
  requestId: string;
  errors?: FieldError[] | undefined;
};

export type FieldError = {
  /** A JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter. */
  pointer: string;
  /** Completes «this field …». */
  detail: string;
};

export type TokenRequest = {
  /** The id of a user. */
  userId?: string | undefined;
  /** An impersonation needs a user and a reason, and is used once, within a day. */
  purpose?: Purpose | undefined;
  /** An instant in the future; null: never. Not together with `expiresIn`. */
  expiresAt?: string | null | undefined;
  /** Seconds until it expires. Not together with `expiresAt`. */
  expiresIn?: number | undefined;
  /** true is the same as `maxUses` 1. */
  oneTimeUse?: boolean | undefined;
  /** How often it can be used; null: until it expires. */
  maxUses?: number | null | undefined;
  /** What is to be noted, such as who uses it for what. */
  extra?: string | null | undefined;
  /** Why it is made. Required for an impersonation. */
  reason?: string | null | undefined;
};

export type TokenChanges = {
  /** An instant in the future; null: never. Not together with `expiresIn`. */
  expiresAt?: string | null | undefined;
  /** What is to be noted, such as who uses it for what. */
  extra?: string | null | undefined;
  /** true is the same as `maxUses` 1. */
  oneTimeUse?: boolean | undefined;
  /** How often it can be used; null: until it expires. */
  maxUses?: number | null | undefined;
  /** Of a token: whether it can be used. */
  status?: 'active' | 'disabled' | undefined;
};

export type RotateRequest = {
  /** The id of a user. */
  userId?: string | undefined;
};

export type RedeemRequest = {
  /** The string of a login token, or of a session where sessions are asked about: a secret. */
  token: string;
  /** Names this attempt, so that it can be repeated when no answer came. */
  attemptId?: string | undefined;
  /** The address of the person who holds the token, for the history. */
  ip?: string | undefined;
  /** The browser of that person, for the history. */
  userAgent?: string | undefined;
};

export type ExchangeRequest = {
  /** What the login page brought to the storefront. */
  code: string;
  /** Names this attempt, so that it can be repeated when no answer came. */
  attemptId?: string | undefined;
};

export type UserRequest = {
  /** Of a user, or of an event. */
  type: UserType;
  /** What somebody or something is called. */
  name: string;
  /** Compared without regard to case. */
  email?: string | null | undefined;
  /** A phone number. */
  phone?: string | null | undefined;
  /** A language tag (BCP 47), such as nl or pt-BR. */
  locale?: string | null | undefined;
  /** Whether tokens of the user are refused. */
  disabled?: boolean | undefined;
};

export type KeyRequest = {
  /** What somebody or something is called. */
  name: string;
  /** What the key may do. */
  role: Role;
  /** E-mail domains whose users it is limited to; absent: not limited. */
  domains?: string[] | undefined;
  /** An instant in the future; null: never. Not together with `expiresIn`. */
  expiresAt?: string | null | undefined;
  /** Of a procurement system, in its cXML documents. */
  identity?: string | undefined;
  /** Of that identity. */
  domain?: string | undefined;
  /** The id of a user. */
  userId?: string | undefined;
};

export type SettingsRequest = {
  /** Where links lead: https, without query. */
  appUrl?: string | null | undefined;
  /** Where people are taken who are signed in. */
  callbackUrl?: string | null | undefined;
  /** Where else a link may take people. */
  allowedReturnUrls?: string[] | null | undefined;
  /** Shown on pages. */
  shopName?: string | null | undefined;
  /** Where pages send those whose link does not work. */
  helpUrl?: string | null | undefined;
  /** Whom these can write to. */
  supportEmail?: string | null | undefined;
  /** Seconds. */
  sessionLifetime?: number | null | undefined;
  /** Seconds. */
  impersonationLifetime?: number | null | undefined;
  /** Whether links hold the token in the query or in the fragment. */
  linkStyle?: 'query' | 'fragment' | null | undefined;
  /** Days that a token is kept after its end. */
  tokenRetentionDays?: number | null | undefined;
  /** Origins that may show the pages in a frame. */
  frameAncestors?: string[] | null | undefined;
};

export type TokenQuery = {
  /** With commas between them. */
  ids?: string[] | undefined;
  /** The id of a user. */
  userId?: string | undefined;
  /** Tokens of nobody in particular. */
  anonymous?: boolean | undefined;
  /** Of a user, or of an event. */
  type?: UserType | undefined;
  /** From then on, inclusive. */
  expiresFrom?: string | undefined;
  /** Before then. */
  expiresTo?: string | undefined;
  /** From then on, inclusive. */
  createdFrom?: string | undefined;
  /** Before then. */
  createdTo?: string | undefined;
  /** From then on, inclusive. */
  updatedFrom?: string | undefined;
  /** Before then. */
  updatedTo?: string | undefined;
  /** A comparison, such as `gte:3`. */
  successfulAttempts?: string | undefined;
  /** A comparison (eq, ne, gt, gte, lt, lte), such as `gt:0`. */
  failedAttempts?: string | undefined;
  /** true is the same as `maxUses` 1. */
  oneTimeUse?: boolean | undefined;
  /** Tokens without an expiry. */
  neverExpires?: boolean | undefined;
  /** Of a token: whether it can be used. */
  status?: Status | undefined;
  /** An impersonation needs a user and a reason, and is used once, within a day. */
  purpose?: Purpose | undefined;
  /** A minus: the latest first. */
  sort?: Sort | undefined;
  /** Items of a page. */
  limit?: number | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
};

export type TokenEventQuery = {
  /** The access history alone. */
  kind?: 'attempts' | undefined;
  /** Items of a page. */
  limit?: number | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
};

export type UserQuery = {
  /** The beginning of a word of the name, or of the e-mail address. */
  search?: string | undefined;
  /** Of a user, or of an event. */
  type?: UserType | undefined;
  /** Items of a page. */
  limit?: number | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
};

export type KeyQuery = {
  /** Items of a page. */
  limit?: number | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
};

export type EventQuery = {
  /** From then on, inclusive. */
  from?: string | undefined;
  /** Before then. */
  to?: string | undefined;
  /** Of a user, or of an event. */
  type?: HistoryType | undefined;
  /** The id of a principal, such as `key:…`. */
  by?: string | undefined;
  /** Items of a page. */
  limit?: number | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
};

export type StatisticsQuery = {
  /** From then on, inclusive. */
  from?: string | undefined;
  /** Before then. */
  to?: string | undefined;
  /** Whether to count by hours or by days. */
  bucket?: 'hour' | 'day' | undefined;
};

/** Every operation by its method and path: what it takes, and what it answers. */

export type Operations = {
  'GET /tokens': {
    query?: TokenQuery;
    answer: {
      items: Token[];
      /** null: there are no more. */
      nextCursor: string | null;
    };
  };
  'POST /tokens': { body: TokenRequest; answer: TokenWithString };
  'GET /tokens/{id}': { answer: Token };
  'PATCH /tokens/{id}': { body: TokenChanges; answer: Token };
  'DELETE /tokens/{id}': { answer: undefined };
  'POST /tokens/delete': {
    body: {
      /** Of tokens, 100 at most. */
      ids: string[];
    };
    answer: RemovedTokens;
  };
  'POST /tokens/{id}/rotate': { body?: RotateRequest; answer: TokenWithString };
  'POST /tokens/{id}/reveal': { body?: Record<string, never>; answer: TokenString };
  'POST /tokens/{id}/sessions/revoke': { body?: Record<string, never>; answer: undefined };
  'GET /tokens/{id}/events': {
    query?: TokenEventQuery;
    answer: {
      items: HistoryEvent[];
      /** null: there are no more. */
      nextCursor: string | null;
    };
  };
  'POST /tokens/redeem': { body: RedeemRequest; answer: SignIn };
  'POST /sessions/exchange': { body: ExchangeRequest; answer: Exchange };
  'POST /sessions/introspect': {
    form: {
      /** The string of a login token, or of a session where sessions are asked about: a secret. */
      token: string;
      /** Not needed: there is one type. */
      token_type_hint?: string | undefined;
    };
    answer: Introspection;
  };
  'POST /sessions/revoke': {
    form: {
      /** The string of a login token, or of a session where sessions are asked about: a secret. */
      token: string;
      /** Not needed: there is one type. */
      token_type_hint?: string | undefined;
    };
    answer: undefined;
  };
  'GET /.well-known/jwks.json': {
    answer: {
      keys: Record<string, unknown>[];
    };
  };
  'GET /users/{id}': { answer: User };
  'PUT /users/{id}': { body: UserRequest; answer: User };
  'DELETE /users/{id}': { answer: undefined };
  'POST /users/{id}/sessions/revoke': { body?: Record<string, never>; answer: undefined };
  'GET /users': {
    query?: UserQuery;
    answer: {
      items: User[];
      /** null: there are no more. */
      nextCursor: string | null;
    };
  };
  'GET /keys': {
    query?: KeyQuery;
    answer: {
      items: Key[];
      /** null: there are no more. */
      nextCursor: string | null;
    };
  };
  'POST /keys': { body: KeyRequest; answer: KeyWithString };
  'DELETE /keys/{id}': { answer: undefined };
  'GET /settings': { answer: Settings };
  'PUT /settings': { body: SettingsRequest; answer: Settings };
  'GET /events': {
    query?: EventQuery;
    answer: {
      items: HistoryEvent[];
      /** null: there are no more. */
      nextCursor: string | null;
    };
  };
  'GET /statistics': { query?: StatisticsQuery; answer: StatisticsBucket[] };
  'GET /health': {
    answer: {
      status: 'ok';
    };
  };
  'GET /me': { answer: Principal };
  'GET /sign-in': { answer: SignInOptions };
  'GET /openapi.json': { answer: Record<string, unknown> };
};
