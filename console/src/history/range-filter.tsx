import { useState } from 'react';
import { oneOf } from '../address/search-params.ts';
import { Field, SelectField } from '../ui/field.tsx';
import { useDateInput } from '../ui/input-state.ts';
import { LAST_MOMENT, toLocal } from '../ui/local-time.ts';
import { type HistorySearch, RANGES, startOfRange } from './search.ts';

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
  /** The first moment that is shown, where that is known. */
  since: string | undefined;
  onChange: (span: { [Name in keyof Span]: Span[Name] | undefined }) => void;
};

/** When: a span that ends now, or one of one's own, to the minute. */
export function RangeFilter({ span: { range, from, to }, since, onChange }: RangeFilterProps) {
  const [own, setOwn] = useState(false);
  const isCustom = !range && (own || from !== undefined || to !== undefined);

  const isReversed = from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from);

  function choose(choice: string) {
    setOwn(choice === CUSTOM);
    if (choice !== CUSTOM) return onChange({ range: oneOf(RANGES, choice), from: undefined, to: undefined });
    // What was shown so far is what a span of one's own begins with.
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
  onChange: (moment: string | undefined) => void;
};

function MomentField({ label, value, error, onChange }: MomentFieldProps) {
  const moment = Date.parse(value ?? '');
  const typed = useDateInput({
    value: Number.isNaN(moment) ? '' : toLocal(moment),
    onChange: (local) => onChange(local === '' ? undefined : new Date(local).toISOString()),
  });
  return (
    <Field label={label} error={error}>
      {(control) => <input {...control} type="datetime-local" max={LAST_MOMENT} {...typed} />}
    </Field>
  );
}
