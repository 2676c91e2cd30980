import { Choice, TextField } from '../ui/field.tsx';
import { MAX_LOCAL_TIME, toLocal } from '../ui/local-time.ts';
import { LOCALE } from '../ui/locale.ts';
import { exact, useNow } from '../ui/time.tsx';
import { durationLabel, durationSeconds, type Expiry, expiryTime, PRESETS } from './expiry.ts';

type ExpiryFieldProps = {
  value: Expiry;
  onChange: (expiry: Expiry) => void;
  error?: string | undefined;
  /** The latest expiry that the API accepts, in epoch milliseconds. */
  latest?: number | undefined;
  /** The label of an option without an instant: the present expiry, or the default of the service. */
  keep?: string;
  /** The warning for «never»; false: no option of that name. */
  never?: string | false;
};

const NEVER =
  'It never expires: whoever gets hold of the link can use it until somebody disables or deletes it.';

/** Input for an expiry: a preset duration, never, or a local date and time. */
export function ExpiryField({ value, onChange, error, latest, keep, never = NEVER }: ExpiryFieldProps) {
  const now = useNow();
  const { choice, at } = value;
  const current = durationSeconds(choice);
  const durations = current === undefined || PRESETS.includes(current) ? PRESETS : [...PRESETS, current];
  const possible = durations.filter((seconds) => latest === undefined || now + seconds * 1000 <= latest);
  const time = expiryTime(value, now);

  function choose(next: string) {
    // The date input starts at the previous choice.
    const start = time ?? now + 86_400_000;
    onChange({ choice: next, at: next === 'at' && at === '' ? toLocal(start) : at });
  }

  return (
    <div className="expiry-field">
      <Choice
        label="Expires"
        value={choice}
        onChange={choose}
        options={[
          ...(keep === undefined ? [] : [['keep', keep] as const]),
          ...possible.map((seconds) => [String(seconds), `in ${durationLabel(seconds)}`] as const),
          ...(latest === undefined && never !== false ? [['never', 'never'] as const] : []),
          ['at', 'at a date and time'],
        ]}
        error={choice === 'at' ? undefined : error}
        hint={choice !== 'at' && typeof time === 'number' ? `That is ${exact(iso(time))}.` : undefined}
      />
      {choice === 'at' && (
        <TextField
          label="Date and time"
          type="datetime-local"
          value={at}
          onChange={(next) => onChange({ choice, at: next })}
          min={toLocal(now)}
          max={latest === undefined ? MAX_LOCAL_TIME : toLocal(latest)}
          error={error}
          hint={`In your time zone, ${zoneAt(time ?? now)}.`}
        />
      )}
      {choice === 'never' && <p className="notice warning">{never}</p>}
    </div>
  );
}

const iso = (time: number): string => new Date(time).toISOString();

/** The name of the time zone at that time, which depends on daylight saving time. */
function zoneAt(time: number): string {
  const parts = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'long' }).formatToParts(time);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'the one of this computer';
}
