import { IDS_MAX } from '../../../shared/token/limits.ts';
import { PURPOSES, STATUSES } from '../../../shared/token/token.ts';
import { USER_TYPES } from '../../../shared/user/user.ts';
import { useCredentialGuard } from '../fields/credential-guard.tsx';
import { UserPicker } from '../fields/user-picker.tsx';
import { useForm } from '../form/use-form.ts';
import { PURPOSE_LABELS, USER_TYPE_LABELS } from '../labels/labels.tsx';
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

const idsError = ({ length }: readonly string[]): string | undefined =>
  length > IDS_MAX ? `${IDS_MAX} ids at most: these are ${length}.` : undefined;

const ANY = ['', 'any'] as const;

/** A form with every filter of the API. */
export function FilterPanel({ filters, onApply, onClose }: FilterPanelProps) {
  const form = useForm<TokenFilters>({
    initial: filters,
    validate: ({ ids = '' }, submitted) => ({ ids: submitted ? idsError(splitIds(ids)) : undefined }),
  });
  const { values } = form;
  const { accepts, message } = useCredentialGuard();
  const set = (changes: TokenFilters) => form.change((before) => ({ ...before, ...changes }));
  const setter = (name: keyof TokenFilters) => (value: string) => set({ [name]: value || undefined });
  const apply = form.onSubmit(() =>
    onApply({
      ...values,
      ...('ids' in values && { ids: splitIds(values.ids ?? '').join(',') || undefined }),
    }),
  );

  return (
    <Dialog
      open
      side
      title="Filters"
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => form.change(() => ({}))}>Clear all</Button>
          <Button tone="main" type="submit" form="filters">
            Show
          </Button>
        </>
      }
    >
      <form id="filters" className="form" onSubmit={apply}>
        <UserPicker
          label="Contact or customer"
          value={values.userId}
          onChange={(userId) => set({ userId, ...(userId !== undefined && { anonymous: undefined }) })}
        />
        <Choice
          label="For somebody"
          value={values.anonymous ?? ''}
          onChange={setter('anonymous')}
          options={[ANY, ['false', 'a user'], ['true', 'nobody in particular']]}
        />
        <SelectField
          label="Type"
          value={values.type ?? ''}
          onChange={setter('type')}
          options={[ANY, ...USER_TYPES.map((type) => [type, USER_TYPE_LABELS[type]] as const)]}
        />
        <SelectField
          label="Status"
          value={values.status ?? ''}
          onChange={setter('status')}
          options={[ANY, ...STATUSES.map((status) => [status, status] as const)]}
        />
        <SelectField
          label="Purpose"
          value={values.purpose ?? ''}
          onChange={setter('purpose')}
          options={[ANY, ...PURPOSES.map((purpose) => [purpose, PURPOSE_LABELS[purpose]] as const)]}
        />
        <Choice
          label="One time use"
          value={values.oneTimeUse ?? ''}
          onChange={setter('oneTimeUse')}
          options={[ANY, ['true', 'yes'], ['false', 'no']]}
        />
        <Choice
          label="Never expires"
          value={values.neverExpires ?? ''}
          onChange={setter('neverExpires')}
          options={[ANY, ['true', 'yes'], ['false', 'no']]}
        />
        <DayRange
          label="Expires"
          from={values.expiresFrom}
          to={values.expiresTo}
          onChange={(expiresFrom, expiresTo) => set({ expiresFrom, expiresTo })}
        />
        <DayRange
          label="Created"
          from={values.createdFrom}
          to={values.createdTo}
          onChange={(createdFrom, createdTo) => set({ createdFrom, createdTo })}
        />
        <DayRange
          label="Changed"
          from={values.updatedFrom}
          to={values.updatedTo}
          onChange={(updatedFrom, updatedTo) => set({ updatedFrom, updatedTo })}
        />
        <ComparisonField
          label="Successful attempts"
          value={values.successfulAttempts}
          onChange={(successfulAttempts) => set({ successfulAttempts })}
        />
        <ComparisonField
          label="Failed attempts"
          value={values.failedAttempts}
          onChange={(failedAttempts) => set({ failedAttempts })}
        />
        <TextArea
          label="Ids"
          value={values.ids ?? ''}
          onChange={(text) => accepts(text) && set({ ids: text || undefined })}
          hint="With commas, blanks or lines between them."
          error={message ?? form.errors(undefined).ids}
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
  /** In the syntax of the API, such as `gte:3`. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

function ComparisonField({ label, value, onChange }: ComparisonProps) {
  const [name = '', number = ''] = (value ?? '').split(':');
  const comparator = COMPARATORS.find(([known]) => known === name)?.[0] ?? '';
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
