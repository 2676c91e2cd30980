/**
 * The language of numbers and times: that of the words beside them, in the variant of the reader. A reader whose browser
 * speaks no English would otherwise read «expires in 3 Stunden».
 */
export const LOCALE: string = navigator.languages.find((language) => /^en(-|$)/i.test(language)) ?? 'en-GB';

const NUMBER = new Intl.NumberFormat(LOCALE);

export const formatNumber = (number: number): string => NUMBER.format(number);
