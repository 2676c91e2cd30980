import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { KMSClient, ListKeysCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Emulator } from './emulator.ts';

const exec = promisify(execFile);

/** Runs a command of an operator against the emulator. An error has the output of the command. */
export async function command({ env }: Emulator, file: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await exec(file, args, { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${file} ${args.join(' ')} failed\n${stderr || stdout}`);
  }
}

/** The app that the emulator can deploy. */
export const APP = ['--app', 'node test/deploy/emulator-app.ts'];
const SETTINGS = [...APP, '-c', 'removable=true'];

const cdk = (emulator: Emulator, ...args: string[]) =>
  command(emulator, 'cdk', ...args, '--output', join(emulator.directory, 'cdk.out'), ...SETTINGS);

export async function bootstrap(emulator: Emulator, region = 'us-east-1'): Promise<void> {
  const template = await command(emulator, 'cdk', 'bootstrap', '--show-template');
  const file = join(emulator.directory, 'bootstrap.yaml');
  // The emulator speaks HTTP only, which the bucket for assets refuses; everything else is as it is anywhere.
  writeFileSync(file, template.replace('aws:SecureTransport: "false"', 'aws:SecureTransport: "unknown"'));
  await cdk(emulator, 'bootstrap', `aws://000000000000/${region}`, '--template', file);
}

/**
 * Allows the functions to use the sealing key by its policy: the emulator supports no condition on the encryption
 * context, which the grants of the roles have. `test/infra/grants.test.ts` asserts those.
 */
export async function allowSealing({ env }: Emulator): Promise<void> {
  const kms = new KMSClient(operator(env));
  const { Keys = [] } = await kms.send(new ListKeysCommand());
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  for (const { KeyId } of Keys)
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
}

export const operator = (env: Emulator['env']) => ({
  endpoint: String(env.AWS_ENDPOINT_URL),
  region: String(env.AWS_REGION),
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** Invokes a function of the deployment, as an operator may. An error has the error of the function. */
export async function invoke({ env }: Emulator, FunctionName: string, payload: object): Promise<unknown> {
  const { FunctionError, Payload } = await new LambdaClient(operator(env)).send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }),
  );
  const answer = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(answer);
  return JSON.parse(answer);
}

/** @returns the stack's outputs. */
export async function deploy(emulator: Emulator): Promise<Record<string, string>> {
  const file = join(emulator.directory, 'outputs.json');
  await cdk(emulator, 'deploy', '--require-approval', 'never', '--outputs-file', file);
  const { LoginTokens } = JSON.parse(readFileSync(file, 'utf8')) as { LoginTokens: Record<string, string> };
  return LoginTokens;
}

export async function destroy(emulator: Emulator): Promise<void> {
  await cdk(emulator, 'destroy', '--force');
}

/** The physical id of a resource, by its logical id. */
async function idOf({ env }: Emulator, name: RegExp): Promise<string> {
  const client = new CloudFormationClient(operator(env));
  const found: (string | undefined)[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: 'LoginTokens' }))
    for (const { LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? [])
      if (name.test(LogicalResourceId)) found.push(PhysicalResourceId);
  const [id] = found;
  if (found.length !== 1 || !id) throw new Error(`${found.length} resources are called ${name}`);
  return id;
}

/** The headers that CloudFront adds: its secret and the address of the viewer. */
export type Front = { apiId: string; headers: Record<string, string> };

export async function frontOf(emulator: Emulator): Promise<Front> {
  const SecretId = await idOf(emulator, /OriginSecret/);
  const secrets = new SecretsManagerClient(operator(emulator.env));
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  const headers = { 'x-origin-secret': SecretString, 'x-viewer-address': VIEWER };
  return { apiId: await idOf(emulator, /^ServiceApi[0-9A-F]{8}$/), headers };
}

/** The address of the viewer in these tests. */
export const VIEWER = '203.0.113.9';

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
};

export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/**
 * Calls the deployed API as CloudFront does; that of the emulator reaches no API by HTTPS. The id of the API is in the
 * path: by host name, the emulator serves a page of its own at `/login`.
 */
export const caller =
  (emulator: Emulator, { apiId, headers: front }: Front, key?: string): Caller =>
  (method, path, body, more) =>
    ask(emulator, { method, path: `/_aws/execute-api/${apiId}/$default${path}` }, body, {
      ...front,
      ...more,
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': typeOf(body) }),
    });

/** A browser at the public address, which the emulator's CloudFront serves. */
export const visitor =
  (emulator: Emulator, url: string) =>
  (path: string, { protocol = 'https' } = {}): Promise<Answer> =>
    ask(emulator, { method: 'GET', path }, undefined, {
      host: new URL(url).host,
      'x-forwarded-proto': protocol,
    });

const ask = (
  { port }: Emulator,
  target: { method: string; path: string },
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, ...target, headers }, async (response) => {
      const chunks: Buffer[] = await response.toArray();
      const text = Buffer.concat(chunks).toString();
      const { statusCode = 0, headers } = response;
      const isJson = /json/.test(String(headers['content-type']));
      resolve({ status: statusCode, headers, body: isJson && text ? JSON.parse(text) : text || undefined });
    })
      .on('error', reject)
      .end(body instanceof URLSearchParams ? body.toString() : textOf(body));
  });

const typeOf = (body: unknown): string => {
  if (body instanceof URLSearchParams) return 'application/x-www-form-urlencoded';
  return typeof body === 'string' ? 'text/xml' : 'application/json';
};

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
