import type { Settings, SettingsRequest } from '../../../client/src/index.ts';

/** Settings as the text of inputs; lists have one entry per line. */
export type FormValues = Record<Name, string>;
export type Name = Exclude<keyof Settings, 'version' | 'updatedAt'>;

type Kind = 'text' | 'url' | 'email' | 'number' | 'list' | 'choice';

export type SettingField = { name: Name; label: string; kind: Kind; hint: string };

/** In the order of setting up a service. */
export const GROUPS: readonly (readonly [title: string, fields: readonly SettingField[]])[] = [
  [
    'Where people go',
    [
      {
        name: 'callbackUrl',
        label: 'Where people are taken',
        kind: 'url',
        hint: 'The page of your shop that takes a code and exchanges it. Without it no link works.',
      },
      {
        name: 'allowedReturnUrls',
        label: 'Where else links may take them',
        kind: 'list',
        hint: 'One address in a line.',
      },
      { name: 'appUrl', label: 'Where links lead', kind: 'url', hint: 'The public address of this service.' },
      {
        name: 'linkStyle',
        label: 'Links hold the token',
        kind: 'choice',
        hint: 'A fragment is sent to no server, and reaches no log on the way.',
      },
      {
        name: 'responseMode',
        label: 'The code comes to the shop',
        kind: 'choice',
        hint: 'A form keeps it out of addresses, logs and histories. The shop has to take it by POST.',
      },
    ],
  ],
  [
    'What they see',
    [
      { name: 'shopName', label: 'Name of the shop', kind: 'text', hint: 'On the login page.' },
      { name: 'helpUrl', label: 'Help page', kind: 'url', hint: 'For those whose link does not work.' },
      {
        name: 'supportEmail',
        label: 'E-mail address of the support',
        kind: 'email',
        hint: 'For those whose link does not work.',
      },
      {
        name: 'frameAncestors',
        label: 'Who may show the pages in a frame',
        kind: 'list',
        hint: 'One origin in a line, such as https://procurement.example.',
      },
    ],
  ],
  [
    'How long things last',
    [
      { name: 'sessionLifetime', label: 'Sessions, in seconds', kind: 'number', hint: 'From signing in on.' },
      {
        name: 'impersonationLifetime',
        label: 'Impersonations, in seconds',
        kind: 'number',
        hint: 'An hour at most.',
      },
      {
        name: 'keyLifetimeDays',
        label: 'API keys, in days at most',
        kind: 'number',
        hint: 'For keys that are made or rotated from then on.',
      },
      {
        name: 'tokenRetentionDays',
        label: 'Tokens after their end, in days',
        kind: 'number',
        hint: 'How long they stay here to be reviewed.',
      },
    ],
  ],
];

export const FIELDS: readonly SettingField[] = GROUPS.flatMap(([, fields]) => fields);

export const toFormValues = (settings: Settings): FormValues =>
  Object.fromEntries(FIELDS.map(({ name }) => [name, toText(settings[name])])) as FormValues;

export const toText = (value: Settings[Name]): string =>
  value === null ? '' : Array.isArray(value) ? value.join('\n') : String(value);

/** The fields in which the form differs from the settings that it was filled from. */
export function changesOf(values: FormValues, base: Settings): Partial<FormValues> {
  const initial = toFormValues(base);
  return Object.fromEntries(Object.entries(values).filter(([name, text]) => text !== initial[name as Name]));
}

/** Leaves out empty fields, which take the defaults of the deployment. */
export function toRequest(values: FormValues): SettingsRequest {
  const request: Record<string, string | number | string[]> = {};
  for (const { name, kind } of FIELDS) {
    const text = values[name].trim();
    if (kind === 'list') request[name] = text.split(/\s+/).filter((line) => line !== '');
    // Text that is no number is sent as it is: the API's error says what it accepts.
    else if (text !== '') request[name] = kind === 'number' && /^\d+$/.test(text) ? Number(text) : text;
  }
  return request;
}
