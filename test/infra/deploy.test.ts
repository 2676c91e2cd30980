import { describe, expect, it } from 'vitest';
import { planDeployment, readArguments } from '../../infra/commands/deploy.ts';

const UNPROTECTED = ['-c', 'deletionProtection=false'];

describe('npm run deploy', () => {
  it.each([undefined, 'REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'CREATE_FAILED', 'ROLLBACK_FAILED'])(
    'protects a stack after its creation, since AWS cannot take back what it must not delete (status %s)',
    (status) => {
      const args = ['-c', 'console=false', '--require-approval', 'never'];
      expect(planDeployment(args, {}, status)).toEqual([[...UNPROTECTED, ...args], args]);
    },
  );

  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_IN_PROGRESS'])(
    'never takes the protection from a stack that is there (status %s)',
    (status) => expect(planDeployment(['x'], {}, status)).toEqual([['x']]),
  );

  it.each([{ removable: 'true' }, { removable: true }, { deletionProtection: 'true' }])(
    'does as it is told: %j',
    (context) => expect(planDeployment([], context, undefined)).toEqual([[]]),
  );

  it.each([
    [['-c', 'stackName=Two', '--context', 'eventBus=true'], { stackName: 'Two', eventBus: 'true' }],
    [['--context=oidcRoles={"a":"b=c"}'], { oidcRoles: '{"a":"b=c"}' }],
    [['--require-approval', 'never', '--outputs-file', 'x.json'], {}],
  ])('reads the context of %j', (args, context) => {
    expect(readArguments(args, { kept: 1 })).toEqual({ context: { kept: 1, ...context } });
  });

  it('asks for the stack with the profile of cdk, and prefers arguments to cdk.json', () => {
    const args = ['--profile', 'shop', '-c', 'stackName=Two'];
    expect(readArguments(args, { stackName: 'One' })).toEqual({
      context: { stackName: 'Two' },
      profile: 'shop',
    });
  });
});
