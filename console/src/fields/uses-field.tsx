import { Choice, TextField } from '../ui/field.tsx';
import { formatNumber } from '../ui/locale.ts';
import { maxUsesOf, type Uses } from './uses.ts';

type UsesFieldProps = {
  value: Uses;
  onChange: (uses: Uses) => void;
  error?: string | undefined;
};

/** How often a token can be used. */
export function UsesField({ value, onChange, error }: UsesFieldProps) {
  const { choice, number } = value;
  const uses = maxUsesOf(value);
  return (
    <div className="uses-field">
      <Choice
        label="Can be used"
        value={choice}
        onChange={(next) => onChange({ choice: next as Uses['choice'], number: number || '5' })}
        options={[
          ['once', 'once'],
          ['some', 'a number of times'],
          ['unlimited', 'as often as wanted'],
        ]}
        error={choice === 'some' ? undefined : error}
      />
      {choice === 'some' && (
        <TextField
          label="Number of uses"
          inputMode="numeric"
          autoComplete="off"
          value={number}
          onChange={(next) => onChange({ choice, number: next })}
          error={error}
        />
      )}
      {uses !== undefined && uses !== 1 && (
        <p className="notice warning">
          It is reusable: whoever gets hold of the link can sign in{' '}
          {uses === null ? 'again and again' : `up to ${formatNumber(uses)} times`} as long as it is valid.
        </p>
      )}
    </div>
  );
}
