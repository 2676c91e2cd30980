/** The outputs of the stack, by name. This file loads no CDK: the operator's commands look outputs up too. */
export const OUTPUT_DESCRIPTIONS = {
  ApiUrl: 'Where the API answers.',
  ConsoleUrl: 'Where administrators do their work.',
  UserPoolId: 'The Cognito user pool of the administrators.',
  CreateAdministratorCommand: 'Creates a first administrator, who receives a temporary password.',
  CreateAdminKeyFunction: "Creates an administrator's key for those who may invoke it.",
  CreateAdminKeyCommand: 'Prints the key of a first administrator, once.',
  RotateSigningKeysFunction: 'Rotates the keys that sign sessions.',
  RecordHistoryFunction: 'Writes the history.',
  FailureBucket: 'Holds the stream records that could not be written to the history.',
} as const;

export type OutputName = keyof typeof OUTPUT_DESCRIPTIONS;
