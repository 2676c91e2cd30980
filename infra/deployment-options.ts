import type { Node } from 'constructs';
import { parseAppUrl } from '../shared/settings/address.ts';

/** What a deployment chooses, from CDK context (`cdk.json`, or `-c name=value`) and from nowhere else. */
export type DeploymentOptions = {
  /** The name of the stack; two of them can live in one account. */
  stackName: string;
  /** Where login links lead; without it, the API's own address. */
  appUrl: string | undefined;
  /** Days that a token is kept after its end, for those who review it. */
  tokenRetentionDays: number;
  /** Days that history and statistics are kept. */
  historyRetentionDays: number;
  /** Whether events go to an EventBridge bus too. */
  eventBus: boolean;
  /** Whether the stack may be removed with all that it stores: for tests only. */
  removable: boolean;
  /** The ARN of the SNS topic that alarms are sent to. */
  alarmTopic: string | undefined;
};

/** Reads the settings; a value that is none fails by its name. */
export function readDeploymentOptions(node: Node): DeploymentOptions {
  // `-c name=value` gives text, cdk.json may give what the value is.
  const context = (name: keyof DeploymentOptions): string | undefined => {
    const value: unknown = node.tryGetContext(name);
    return value === undefined || value === '' ? undefined : String(value);
  };

  const flag = (name: keyof DeploymentOptions): boolean => {
    const value = context(name) ?? 'false';
    if (value !== 'true' && value !== 'false') throw new Error(`${name} must be true or false, not ${value}`);
    return value === 'true';
  };

  const days = (name: keyof DeploymentOptions, absent: number): number => {
    const value = Number(context(name) ?? absent);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`${name} must be a whole number of days, 1 or more`);
    return value;
  };

  return {
    stackName: context('stackName') ?? 'LoginTokens',
    appUrl: address(context('appUrl')),
    tokenRetentionDays: days('tokenRetentionDays', 90),
    historyRetentionDays: days('historyRetentionDays', 400),
    eventBus: flag('eventBus'),
    removable: flag('removable'),
    alarmTopic: context('alarmTopic'),
  };
}

/** Login links carry a secret: they lead to https, or to this machine. */
function address(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = parseAppUrl(value);
  if (!url) throw new Error(`appUrl must be an https address, not ${value}`);
  return url;
}
