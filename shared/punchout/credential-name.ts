/** Words for a password, in the languages of the pages. They count within a run of letters too: `USERPASSWORDHASH`. */
const PASSWORD = [
  ...['password', 'passwd', 'passwrd', 'passphrase', 'passwort', 'kennwort', 'wachtwoord', 'passord'],
  ...['adgangskode', 'losenord', 'contrasena', 'motdepasse'],
];

/** What stands before `pass` and `pw` in one run of letters. A list: English has `bypass` and `compass`. */
const QUALIFIERS = [
  ...['user', 'usr', 'login', 'logon', 'signin', 'signon', 'account', 'acct', 'admin', 'auth', 'member'],
  ...['shop', 'store', 'web', 'site', 'portal', 'catalog', 'catalogue', 'punchout', 'oci', 'cxml'],
  ...['buyer', 'client', 'customer', 'cust', 'kunden', 'supplier', 'vendor', 'partner', 'company'],
  ...['api', 'db', 'ftp', 'http', 'proxy', 'sap', 'system', 'sys', 'email', 'mail'],
  ...['my', 'new', 'old', 'current', 'confirm'],
];

/** How a password is written. */
const FORM = '(?:hash|md|sha|enc|encrypted|crypt)';

/** Of words in lower case, divided by blanks. `2 b` is how `B2B` is divided. */
const CREDENTIAL = new RegExp(
  `(?:^| )(?:${[
    String.raw`\w*(?<!com)(?:${PASSWORD.join('|')})(?! ?less(?: |$))`,
    String.raw`\w*(?:pwd|pswd|secret|credential)s?(?= |$)`,
    `(?:pwd|pswd|secret)(?=(?:key|value|code|access|${FORM})(?: |$))`,
    '(?:pw|passcode|senha|mot de passe|pass (?:word|phrase|code|wd|wrd)|(?:api|access|private) ?key)(?= |$)',
    String.raw`(?:${QUALIFIERS.join('|')}|(?<=2 )b)*(?:pass|pw|passcode|senha|apikey) ?${FORM}?(?=(?: \d+)?$)`,
  ].join('|')})`,
);

/**
 * Whether a name is that of a credential, as docs/api.md says (OCI). `UserPassword`, `USER_PWD`, `SHOPPASS` and
 * `sharedSecret` are; `COMPASS_ID`, `bypass` and `SecretaryName` are not.
 */
export function isCredentialName(name: string): boolean {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  return [plain, plain.replace(CAPITAL, '$1$2 ')].some((text) =>
    CREDENTIAL.test(
      text
        .replace(/([A-Za-z])(?=\d)|(\d)(?=[A-Za-z])/g, '$1$2 ')
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .join(' ')
        .trim(),
    ),
  );
}

/** Before a capital that begins a word: `userName`, `HTTPName`. */
const CAPITAL = /([a-z])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g;
