import { type FormEvent, useState } from 'react';
import { UserPicker } from '../fields/user-picker.tsx';
import { PURPOSE_LABELS, PURPOSES, STATUSES, USER_TYPE_LABELS, USER_TYPES } from '../labels/labels.tsx';
import { Button } from '../ui/button.tsx';
import { DayRange } from '../ui/day-range.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choice, Field, SelectField, TextArea } from '../ui/field.tsx';
import { splitIds, type TokenFilters } from './list-query.ts';

type FilterPanelProps = {
  filters: TokenFilters;
  onApply: (filters: TokenFilters) => void;
  onClose: () => void;
};

/** Ids that the API looks for at once. */
const MOST_IDS = 100;

const ANY = ['', 'any'] as const;

/** Every filter that there is. */
export function FilterPanel({ filters, onApply, onClose }: FilterPanelProps) {
  const [draft, setDraft] = useState<TokenFilters>(filters);
  const [asked, setAsked] = useState(false);
  const set = (changes: { [Name in keyof TokenFilters]?: TokenFilters[Name] | undefined }) =>
    setDraft({ ...draft, ...changes } as TokenFilters);
  const one = (name: keyof TokenFilters) => (value: string) => set({ [name]: value || undefined });
  const ids = splitIds(draft.ids ?? '');
  const tooMany = ids.length > MOST_IDS ? `${MOST_IDS} ids at most: these are ${ids.length}.` : undefined;

  function apply(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (tooMany) return;
    onApply({ ...draft, ...('ids' in draft && { ids: ids.join(',') || undefined }) } as TokenFilters);
  }

  return (
    <Dialog
      open
      side
      title="Filters"
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => setDraft({} as TokenFilters)}>Clear all</Button>
          <Button tone="main" type="submit" form="filters">
            Show
          </Button>
        </>
      }
    >
      <form id="filters" className="form" onSubmit={apply}>
        <UserPicker
          label="Contact or customer"
          value={draft.userId}
          onChange={(userId) => set({ userId, ...(userId !== undefined && { anonymous: undefined }) })}
        />
        <Choice
          label="For somebody"
          value={draft.anonymous ?? ''}
          onChange={one('anonymous')}
          options={[ANY, ['false', 'a user'], ['true', 'nobody in particular']]}
        />
        <SelectField
          label="Type"
          value={draft.type ?? ''}
          onChange={one('type')}
          options={[ANY, ...USER_TYPES.map((type) => [type, USER_TYPE_LABELS[type]] as const)]}
        />
        <SelectField
          label="Status"
          value={draft.status ?? ''}
          onChange={one('status')}
          options={[ANY, ...STATUSES.map((status) => [status, status] as const)]}
        />
        <SelectField
          label="Purpose"
          value={draft.purpose ?? ''}
          onChange={one('purpose')}
          options={[ANY, ...PURPOSES.map((purpose) => [purpose, PURPOSE_LABELS[purpose]] as const)]}
        />
        <Choice
          label="One time use"
          value={draft.oneTimeUse ?? ''}
          onChange={one('oneTimeUse')}
          options={[ANY, ['true', 'yes'], ['false', 'no']]}
        />
        <Choice
          label="Never expires"
          value={draft.neverExpires ?? ''}
          onChange={one('neverExpires')}
          options={[ANY, ['true', 'yes'], ['false', 'no']]}
        />
        <DayRange
          label="Expires"
          from={draft.expiresFrom}
          to={draft.expiresTo}
          onChange={(expiresFrom, expiresTo) => set({ expiresFrom, expiresTo })}
        />
        <DayRange
          label="Created"
          from={draft.createdFrom}
          to={draft.createdTo}
          onChange={(createdFrom, createdTo) => set({ createdFrom, createdTo })}
        />
        <DayRange
          label="Changed"
          from={draft.updatedFrom}
          to={draft.updatedTo}
          onChange={(updatedFrom, updatedTo) => set({ updatedFrom, updatedTo })}
        />
        <ComparisonField
          label="Successful attempts"
          value={draft.successfulAttempts}
          onChange={(successfulAttempts) => set({ successfulAttempts })}
        />
        <ComparisonField
          label="Failed attempts"
          value={draft.failedAttempts}
          onChange={(failedAttempts) => set({ failedAttempts })}
        />
        <TextArea
          label="Ids"
          value={draft.ids ?? ''}
          onChange={(text) => set({ ids: text || undefined })}
          hint="With commas, blanks or lines between them."
          error={asked ? tooMany : undefined}
          spellCheck={false}
        />
      </form>
    </Dialog>
  );
}

const COMPARATORS = [
  ['', 'any'],
  ['gte', 'at least'],
  ['lte', 'at most'],
  ['eq', 'exactly'],
  ['ne', 'not'],
  ['gt', 'more than'],
  ['lt', 'fewer than'],
] as const;

type ComparisonProps = {
  label: string;
  /** As the API has it, such as `gte:3`. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

function ComparisonField({ label, value, onChange }: ComparisonProps) {
  const [comparator = '', number = ''] = (value ?? '').split(':');
  const write = (next: string, count: string) => onChange(next === '' ? undefined : `${next}:${count}`);
  return (
    <div className="comparison">
      <SelectField
        label={label}
        value={comparator}
        onChange={(next) => write(next, number || '1')}
        options={COMPARATORS}
      />
      {comparator !== '' && (
        <Field label={<span className="hidden">{label}: number</span>}>
          {(control) => (
            <input
              {...control}
              type="number"
              min={0}
              max={999_999_999}
              step={1}
              value={number}
              onChange={(event) =>
                write(comparator, event.target.value.replace(/\D|^0+(?=\d)/g, '').slice(0, 9))
              }
              onBlur={() => number === '' && write(comparator, '0')}
            />
          )}
        </Field>
      )}
    </div>
  );
}
