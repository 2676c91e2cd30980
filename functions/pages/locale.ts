import Negotiator from 'negotiator';

/** The languages of the pages, by the names that mail platforms use for them. */
export const LOCALES = ['da', 'de', 'el', 'en', 'es', 'fr', 'it', 'nl', 'no', 'pt_BR', 'sv'] as const;

export type Locale = (typeof LOCALES)[number];

const DEFAULT: Locale = 'en';

/** The locales of languages that have another name here. */
const SERVED_AS: ReadonlyMap<string, Locale> = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['pt', 'pt_BR'],
]);

/** Characters of `Accept-Language` that are read: more than any browser sends. */
const LONGEST_HEADER = 512;

/** The locale of a language tag (RFC 5646), also with `_`. Its region is ignored. */
function localeOf(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split(/[-_]/, 1).join();
  return SERVED_AS.get(language) ?? LOCALES.find((locale) => locale === language);
}

const firstOf = (tags: readonly string[]): Locale | undefined =>
  tags.map(localeOf).find((locale) => locale !== undefined);

/** The locale of a page: the requested one, else the first accepted one that exists, else English. */
export function chooseLocale({
  acceptLanguage = '',
  requested = '',
}: {
  /** The header, unparsed. */
  acceptLanguage?: string | undefined;
  /** The parameter `locale` of the link. An unknown one is ignored. */
  requested?: string | undefined;
}): Locale {
  const header = acceptLanguage.slice(0, LONGEST_HEADER);
  const accepted = new Negotiator({ headers: { 'accept-language': header } }).languages();
  return localeOf(requested) ?? firstOf(accepted) ?? DEFAULT;
}

/** The value of `lang` (RFC 5646). The texts of `no` are in Bokmål, for which screen readers have a voice. */
export const languageTag = (locale: Locale): string => (locale === 'no' ? 'nb' : locale.replace('_', '-'));
