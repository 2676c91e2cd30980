/** The digits 0-9A-Za-z are in ASCII order, so numbers written at a fixed width sort as text. */
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `value` in base 62, most significant digit first, padded with zeros to `width` digits. */
export function toBase62(value: bigint, width: number): string {
  let digits = '';
  for (let rest = value; rest > 0n; rest /= 62n) digits = BASE62.charAt(Number(rest % 62n)) + digits;
  return digits.padStart(width, '0');
}

/** The number written in base 62 `digits`. Throws a `RangeError` on any other character. */
export function fromBase62(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) {
    const digitValue = BASE62.indexOf(digit);
    if (digitValue < 0) throw new RangeError('not a base 62 digit');
    value = value * 62n + BigInt(digitValue);
  }
  return value;
}
