import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forwardFields } from '../../../shared/punchout/forwarded-fields.ts';

it('every field is handed on or named, but for those without a name', () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('PASSWORD', '__proto__', 'constructor', 'Role', 'role', 'toString'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (fields) => {
      const { values, repeated, withheld } = forwardFields(fields);
      for (const [field, value] of fields.filter(([field]) => field !== '')) {
        if (withheld.includes(field)) continue;
        expect(Object.hasOwn(values, field)).toBe(true);
        expect(Object.hasOwn(repeated, field) ? repeated[field] : [values[field]]).toContain(value);
      }
    }),
  );
});
