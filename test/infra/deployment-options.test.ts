import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readDeploymentOptions } from '../../infra/deployment-options.ts';

const read = (context: Record<string, unknown>) => readDeploymentOptions(new App({ context }).node);

describe('the settings of a deployment', () => {
  it('are safe when nothing is said', () => {
    expect(read({})).toEqual({
      stackName: 'LoginTokens',
      appUrl: undefined,
      tokenRetentionDays: 90,
      historyRetentionDays: 400,
      eventBus: false,
      removable: false,
      alarmTopic: undefined,
    });
  });

  it('are the same from the command line and from cdk.json', () => {
    const settings = { tokenRetentionDays: 7, eventBus: true };
    expect(read({ tokenRetentionDays: '7', eventBus: 'true' })).toEqual(read(settings));
    expect(read(settings)).toMatchObject(settings);
  });

  it.each([
    ['tokenRetentionDays', '0'],
    ['tokenRetentionDays', 'soon'],
    ['historyRetentionDays', '1.5'],
    ['eventBus', 'yes'],
    ['removable', '1'],
    ['appUrl', 'http://shop.example'],
    ['appUrl', 'shop.example'],
    ['appUrl', 'https://shop.example/?next='],
  ])('%s refuses %s by name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });

  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['https://shop.example/nl/', 'https://shop.example/nl'],
    ['http://localhost:3000', 'http://localhost:3000'],
  ])('login links may lead to %s', (given, kept) => {
    expect(read({ appUrl: given }).appUrl).toBe(kept);
  });
});
