import type { Shop } from '../../../functions/pages/layout.ts';

export const ACME: Shop = {
  shopName: 'Acme Supplies',
  helpUrl: 'https://acme.example/help?from=login&x=1',
  supportEmail: 'support@acme.example',
  frameAncestors: [],
};

export const NO_SHOP: Shop = { shopName: null, helpUrl: null, supportEmail: null, frameAncestors: [] };

/** The start tags of the elements of this name. */
export const elementsOf = (html: string, name: string): readonly string[] =>
  html.match(new RegExp(`<${name}(?: [^>]*)?>`, 'g')) ?? [];

const REFERENCES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const parsed = (value: string): string => value.replace(/&([^;]+);/g, (_, name) => REFERENCES[name] ?? '?');

/** The fields that the form would send. */
export const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
      name ?? '',
      parsed(value ?? ''),
    ]),
  );

/** The sources of a directive of a policy. */
export const directive = (policy: string, name: string): string | undefined =>
  policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);
