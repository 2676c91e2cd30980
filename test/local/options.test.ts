import { describe, expect, test } from 'vitest';
import { asksForHelp, readOptions, USAGE } from '../../local/options.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { newId } from '../../shared/crypto/id.ts';

const credential = { id: newId(0), secret: newSecret() };
const KEY = formatCredential('lk_', credential).reveal();
const TOKEN = formatCredential('lt_', credential).reveal();

describe('the options of npm start', () => {
  test('are optional', () => {
    expect(readOptions([], { ADMIN_KEY: '' })).toEqual({
      port: 4000,
      inMemory: false,
      demo: false,
      adminKey: undefined,
      dynamoDbEndpoint: undefined,
      appUrl: undefined,
    });
  });

  test('come from the command line and the environment', () => {
    const env = {
      ADMIN_KEY: KEY,
      DYNAMODB_ENDPOINT: 'http://localhost:8000',
      APP_URL: 'https://login.example.com',
    };
    expect(readOptions(['--port', '4001', '--in-memory', '--demo'], env)).toEqual({
      port: 4001,
      inMemory: true,
      demo: true,
      adminKey: KEY,
      dynamoDbEndpoint: 'http://localhost:8000',
      appUrl: 'https://login.example.com',
    });
  });

  test('leave room for three ports after the last', () => {
    expect(readOptions(['--port', '65532'], {}).port).toBe(65_532);
  });

  test('are listed by --help, whatever else is given', () => {
    expect(asksForHelp(['--prot', '--help'])).toBe(true);
    expect(asksForHelp(['--demo'])).toBe(false);
    for (const option of ['--port', '--in-memory', '--demo', '--help']) expect(USAGE).toContain(option);
  });

  test.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:4000', 'https://a.example/shop'])(
    'let APP_URL be %s',
    (url) => expect(readOptions([], { APP_URL: url }).appUrl).toBe(url),
  );

  test.each([
    [['--prot', '1'], {}, /--prot/],
    [['start'], {}, /start/],
    [['--port'], {}, /port/],
    [['--port', 'http'], {}, /--port must be a number .*«http»/],
    [['--port', '65536'], {}, /--port must be a number/],
    [['--port', '65533'], {}, /--port must be a number from 0 to 65532/],
    [['--prot', '1'], {}, /--port N, --in-memory, --demo and --help/],
    [['--port=-1'], {}, /--port must be a number/],
    [['--in-memory=yes'], {}, /in-memory/],
    [[], { ADMIN_KEY: 'secret' }, /^ADMIN_KEY is no API key/],
    [[], { ADMIN_KEY: TOKEN }, /^ADMIN_KEY is no API key/],
    [[], { ADMIN_KEY: `${KEY.slice(0, -6)}000000` }, /^ADMIN_KEY is no API key/],
    [[], { DYNAMODB_ENDPOINT: 'localhost:8000' }, /^DYNAMODB_ENDPOINT must be an address/],
    [[], { APP_URL: 'http://login.example.com' }, /^APP_URL must be an https address/],
    [[], { APP_URL: 'login.example.com' }, /^APP_URL must be an https address/],
    [[], { APP_URL: 'http://localhost.example.com' }, /^APP_URL must be an https address/],
    [[], { APP_URL: 'https://a.example/?x=1' }, /^APP_URL must be an https address/],
  ])('refuse %j %j in one line', (args, env, message) => {
    const read = () => readOptions(args, env);
    expect(read).toThrow(message);
    expect(read).toThrow(/^[^\n]+$/);
    expect(read).not.toThrow(/secret|lk_0/);
  });
});
