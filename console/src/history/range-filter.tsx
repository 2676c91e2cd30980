import { useState } from 'react';
import { Field, SelectField } from '../ui/field.tsx';
import { useDateInput } from '../ui/input-state.ts';
import { MAX_LOCAL_TIME, toLocal } from '../ui/local-time.ts';
import { type HistorySearch, startOfRange } from './search.ts';

const CUSTOM = 'custom';
const CHOICES = [
  ['hour', 'the last hour'],
  ['day', 'the last 24 hours'],
  ['week', 'the last 7 days'],
  ['', 'the last 30 days'],
  [CUSTOM, 'from … until …'],
] as const;

type Span = Pick<HistorySearch, 'range' | 'from' | 'to'>;

type RangeFilterProps = {
  span: Span;
  /** The start of the list in RFC 3339, if the address determines one. */
  since: string | undefined;
  onChange: (span: Span) => void;
};

/** Filters by a preset range that ends now, or by two times of one minute precision. */
export function RangeFilter({ span: { range, from, to }, since, onChange }: RangeFilterProps) {
  const [customChosen, setCustomChosen] = useState(false);
  const isCustom = !range && (customChosen || from !== undefined || to !== undefined);

  const isReversed = from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from);

  function choose(choice: (typeof CHOICES)[number][0]) {
    setCustomChosen(choice === CUSTOM);
    if (choice !== CUSTOM) return onChange({ range: choice || undefined, from: undefined, to: undefined });
    // A custom range starts with the range that was shown before.
    onChange({ range: undefined, from: since ?? startOfRange('week', Date.now()), to: undefined });
  }

  return (
    <>
      <SelectField
        label="When"
        value={isCustom ? CUSTOM : (range ?? '')}
        onChange={choose}
        options={CHOICES}
      />
      {isCustom && (
        <>
          <MomentField label="From" value={from} onChange={(next) => onChange({ range, from: next, to })} />
          <MomentField
            label="Until"
            value={to}
            error={isReversed ? 'This is before From.' : undefined}
            onChange={(next) => onChange({ range, from, to: next })}
          />
        </>
      )}
    </>
  );
}

type MomentFieldProps = {
  label: string;
  value: string | undefined;
  error?: string | undefined;
  onChange: (time: string | undefined) => void;
};

function MomentField({ label, value, error, onChange }: MomentFieldProps) {
  const time = Date.parse(value ?? '');
  const input = useDateInput({
    value: Number.isNaN(time) ? '' : toLocal(time),
    onChange: (local) => onChange(local === '' ? undefined : new Date(local).toISOString()),
  });
  return (
    <Field label={label} error={error}>
      {(control) => <input {...control} type="datetime-local" max={MAX_LOCAL_TIME} {...input} />}
    </Field>
  );
}
