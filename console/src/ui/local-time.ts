/** The day of a moment where the reader is, as the browser's picker has it. */
export function toDay(moment: number): string {
  if (Number.isNaN(moment)) return '';
  const date = new Date(moment);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first moment of a day where the reader is, or of the next one; days of a change of the clock have other lengths. */
export function startOf(day: string, { next = false } = {}): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date + (next ? 1 : 0));
  return start.toISOString();
}

/** A moment in epoch milliseconds as the browser's picker of date and time has it: local, to the minute. */
export function toLocal(moment: number): string {
  const date = new Date(moment);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Epoch milliseconds; undefined while the picker holds no whole date. Without an offset it is local time (ECMA-262). */
export function fromLocal(text: string): number | undefined {
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

/** The last that a picker takes: its years have four digits then, as they are typed. */
export const LAST_MOMENT = '9999-12-31T23:59';
