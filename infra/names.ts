/** `userSearch`, `delete-many` and `tokens/redeem` as the ids of constructs are written. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|[-/])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The id of the function that an entry becomes: `functions/tokens/redeem.ts` is `TokensRedeem`. */
export const functionId = (entry: string): string => pascalCase(entry.replace(/^functions\/|\.ts$/g, ''));
