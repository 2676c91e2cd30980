/** Whether a text has more characters (code points) than that. */
export const isLonger = (text: string, characters: number): boolean =>
  text.length > characters && [...text].length > characters;
