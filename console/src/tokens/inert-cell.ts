/** Signs that begin a formula. Spreadsheets of East Asian languages take their full-width and small forms, too. */
const SIGNS = '=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b';
/** Characters that a spreadsheet may split cells at: a text is read again with the separator of another country. */
const SEPARATORS = ',;|\\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\u2028\u2029';
/** Characters that a spreadsheet may drop before a sign: blanks, quotes, controls, and those of no width. */
const SKIPPED = '[\\s"\\p{Cc}\\p{Default_Ignorable_Code_Point}]*';

const FORMULA = new RegExp(`(?<=^|[${SEPARATORS}])(${SKIPPED})([${SIGNS}])`, 'gu');
/** Control characters that OWASP counts among the beginnings of formulas (CSV Injection). */
const CONTROL = /^[\t\r\n]/;

/** The text with an apostrophe before each sign that a spreadsheet would run, whatever separator it reads with. */
export const inertCell = (text: string): string =>
  text.replace(FORMULA, "$1'$2").replace(CONTROL, (control) => `'${control}`);
