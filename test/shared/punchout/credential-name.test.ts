import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCredentialName } from '../../../shared/punchout/credential-name.ts';

const CREDENTIALS = [
  ...['PASSWORD', 'password', 'UserPassword', 'USERPASSWORD', 'Password2', '~PASSWORD', 'login.password'],
  ...['HTTPPassword', 'Pass_Word', 'pass-word', 'passPhrase', 'PASSPHRASE', 'PASS_CODE', 'Passcode'],
  ...['PassWd', 'UserPassWd', 'userPassWd', 'USERPASSWD', 'PASSWRD', 'PassWrd', 'pass_wd', 'PSWD'],
  ...['PASSWORDHASH', 'passWordHash', 'password_hash', 'PASSWDMD5', 'OLDPASSWORDS', 'PASSWORDCONFIRM'],
  ...['PASS', 'USER-PASS', 'pass1', 'ShopPASS', 'SHOPPASS', 'shoppass', 'WebShopPass', 'WEBSHOPPASS'],
  ...['B2BPASS', 'b2bpw', 'DBPASS', 'PASS_HASH', 'PASSHASH', 'USERPASSMD5', 'USERPASS2'],
  ...['user_pwd', 'USERPWD', 'PWD2', 'PWDHASH', 'PwdHash', 'USER_PW', 'LoginPW', 'LOGINPW', 'pw', 'PW_NEW'],
  ...['SharedSecret', 'SHARED_SECRET', 'SHAREDSECRET', 'clientSecret', 'SECRETKEY', 'secretKey', 'secrets'],
  ...[
    'ApiKey',
    'API_KEY',
    'APIKEY',
    'X-Api-Key',
    'accessKey',
    'PRIVATE_KEY',
    'Credentials',
    'USERCREDENTIAL',
  ],
  ...['Passwort', 'KUNDENKENNWORT', 'wachtwoord', 'Contraseña', 'CONTRASENA', 'MotDePasse', 'mot_de_passe'],
  ...['MOTDEPASSE', 'Lösenord', 'passord', 'Adgangskode', 'SENHA', 'UserSenha', 'ＰＡＳＳＷＯＲＤ'],
];

const OTHERS = [
  ...['COMPASS_ID', 'CompassId', 'COMPASS', 'KOMPASS', 'CompassWord', 'COMPASS_CODE', 'COMPASSCODE'],
  ...['BYPASS', 'bypass', 'BYPASS_CODE', 'OVERPASS', 'trespass', 'surpass', 'Überpass', 'Reisepass'],
  ...[
    'PASSENGER',
    'passenger',
    'Passport',
    'PASSIVE',
    'PassThrough',
    'PASSTHROUGH',
    'pass_through',
    'PASSAGE',
  ],
  ...[
    'PASSWORDLESS',
    'passwordless',
    'PasswordLess',
    'SECRETARY',
    'SecretaryName',
    'secretariat',
    'SECRETION',
  ],
  ...[
    'TokenRing',
    'TOKENRING',
    'token_id',
    'costcenter',
    'key',
    'KeyAccount',
    'ACCESSKEYBOARD',
    'PWM',
    'UPW',
  ],
  ...[
    'SHIPWDATE',
    'PWDATE',
    'desenhar',
    'Accreditation',
    'USERNAME',
    'LOGIN',
    'AUTHORITY',
    'PIN',
    'sessionToken',
    '',
    '2',
    '~',
  ],
];

describe('the name of a field', () => {
  it.each(CREDENTIALS)('is that of a credential: %s', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  it.each(OTHERS)('is that of no credential: %s', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });

  it('is no less that of a credential without its separators and capitals', () => {
    const lastWord = fc.constantFrom('password', 'passwd', 'pwd', 'secret', 'pass', 'pw', 'apikey');
    const before = fc.constantFrom('', 'user', 'shop', 'login', 'my', 'web', 'old');
    fc.assert(
      fc.property(
        before,
        before,
        lastWord,
        fc.constantFrom('', '_', '-', '.', ' '),
        (a, b, word, between) => {
          const words = [a, b, word].filter((one) => one !== '');
          const camel = words.map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}`);
          const name = words.join(between);
          for (const spelled of [name, name.toUpperCase(), camel.join(between)])
            expect(isCredentialName(spelled), spelled).toBe(true);
        },
      ),
    );
  });

  it.each(['user', 'pass', 'a', 'aA', 'pw', 'mot de ', '2b'])('is read, however often it has %s', (part) => {
    expect([true, false]).toContain(isCredentialName(part.repeat(5_000)));
  });
});
