/** The local day of a time in epoch milliseconds, in the format of `<input type="date">`. */
export function toDay(time: number): string {
  if (Number.isNaN(time)) return '';
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Start of a local day, or of the next one, in RFC 3339. Days on which clocks change are not 24 hours long. */
export function startOf(day: string, { next = false } = {}): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date + (next ? 1 : 0));
  return start.toISOString();
}

/** Epoch milliseconds in the format of `<input type="datetime-local">`, to the minute. */
export function toLocal(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Epoch milliseconds; undefined for an incomplete date. ECMA-262 reads text without an offset as local time. */
export function fromLocal(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The `max` of date inputs: it limits years to four digits while they are typed. */
export const MAX_LOCAL_TIME = '9999-12-31T23:59';
