/**
 * The outputs of the stack that the operator's commands look up; apart, so that they need not load the CDK.
 */
export const OUTPUTS = {
  createAdminKey: 'CreateAdminKeyFunction',
  recordEvents: 'RecordEventsFunction',
  failures: 'FailureBucket',
} as const;
