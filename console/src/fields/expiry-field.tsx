import { Choice, TextField } from '../ui/field.tsx';
import { LAST_MOMENT, toLocal } from '../ui/local-time.ts';
import { exact, useNow } from '../ui/time.tsx';
import { durationLabel, durationSeconds, type Expiry, expiryTime, PRESETS } from './expiry.ts';

type ExpiryFieldProps = {
  value: Expiry;
  onChange: (expiry: Expiry) => void;
  error?: string | undefined;
  /** Epoch milliseconds after which it cannot be, where there is a limit. */
  latest?: number | undefined;
  /** What `keep` means here, where there is an expiry to keep. */
  keep?: string;
  /** What it means that it never expires. */
  never?: string;
};

const NEVER =
  'It never expires: whoever gets hold of the link can use it until somebody disables or deletes it.';

/** When a token expires: by what people usually want, or by date and time where they are. */
export function ExpiryField({ value, onChange, error, latest, keep, never = NEVER }: ExpiryFieldProps) {
  const now = useNow();
  const { choice, at } = value;
  const own = durationSeconds(choice);
  const durations = own === undefined || PRESETS.includes(own) ? PRESETS : [...PRESETS, own];
  const possible = durations.filter((seconds) => latest === undefined || now + seconds * 1000 <= latest);
  const moment = expiryTime(value, now);

  function choose(next: string) {
    // The picker begins with what was chosen before, rather than with nothing.
    const begin = moment ?? now + 86_400_000;
    onChange({ choice: next, at: next === 'at' && at === '' ? toLocal(begin) : at });
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
          ...(latest === undefined ? [['never', 'never'] as const] : []),
          ['at', 'at a date and time'],
        ]}
        error={choice === 'at' ? undefined : error}
        hint={choice !== 'at' && typeof moment === 'number' ? `That is ${exact(iso(moment))}.` : undefined}
      />
      {choice === 'at' && (
        <TextField
          label="Date and time"
          type="datetime-local"
          value={at}
          onChange={(next) => onChange({ choice, at: next })}
          min={toLocal(now)}
          max={latest === undefined ? LAST_MOMENT : toLocal(latest)}
          error={error}
          hint={`In your time zone, ${zoneAt(moment ?? now)}.`}
        />
      )}
      {choice === 'never' && <p className="notice warning">{never}</p>}
    </div>
  );
}

const iso = (moment: number): string => new Date(moment).toISOString();

/** Zones have other names in summer. */
function zoneAt(moment: number): string {
  const parts = new Intl.DateTimeFormat(undefined, { timeZoneName: 'long' }).formatToParts(moment);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'the one of this computer';
}
