import Negotiator from 'negotiator';

/** The languages of the pages, by the names that mail platforms use for them. */
export const LOCALES = ['da', 'de', 'el', 'en', 'es', 'fr', 'it', 'nl', 'no', 'pt_BR', 'sv'] as const;

export type Locale = (typeof LOCALES)[number];

const DEFAULT: Locale = 'en';

/** Languages that readers are served in a variant of, or under another name. */
const SERVED_AS: ReadonlyMap<string, Locale> = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['pt', 'pt_BR'],
]);

/** More than any browser sends. The rest of a longer header is not looked at. */
const LONGEST_HEADER = 512;

/** The locale for a language tag (RFC 5646), also with `_`: its region counts for nothing. */
function localeOf(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split(/[-_]/, 1).join();
  return SERVED_AS.get(language) ?? LOCALES.find((locale) => locale === language);
}

const firstOf = (tags: readonly string[]): Locale | undefined =>
  tags.map(localeOf).find((locale) => locale !== undefined);

/**
 * The language to answer in: the one asked for by name, else the reader's most preferred one that there is, else
 * English.
 */
export function chooseLocale({
  acceptLanguage = '',
  wanted = '',
}: {
  /** The header as it was sent. */
  acceptLanguage?: string | undefined;
  /** `?locale=`: what is unknown counts for nothing. */
  wanted?: string | undefined;
}): Locale {
  const header = acceptLanguage.slice(0, LONGEST_HEADER);
  const accepted = new Negotiator({ headers: { 'accept-language': header } }).languages();
  return localeOf(wanted) ?? firstOf(accepted) ?? DEFAULT;
}

/** For `lang` (RFC 5646). What is called `no` is written in Bokmål, and screen readers have a voice for that. */
export const languageTag = (locale: Locale): string => (locale === 'no' ? 'nb' : locale.replace('_', '-'));
