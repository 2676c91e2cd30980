import { LONGEST_OVERLAP } from '../../../shared/crypto/limits.ts';
import { SelectField } from '../ui/field.tsx';
import { durationLabel } from './expiry.ts';

/** Seconds. */
const CHOICES = [0, 3_600, 86_400, 7 * 86_400, LONGEST_OVERLAP];

/** Input for the time in which the string before a rotation works too, in seconds. */
export const OverlapField = ({ value, onChange }: { value: number; onChange: (seconds: number) => void }) => (
  <SelectField
    label="The old one"
    value={String(value)}
    onChange={(seconds) => onChange(Number(seconds))}
    options={CHOICES.map((seconds) => [
      String(seconds),
      seconds === 0 ? 'is refused at once' : `works for ${durationLabel(seconds)} more`,
    ])}
    hint="Two work at most: another rotation ends the time of an earlier one."
  />
);
