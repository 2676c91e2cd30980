import * as v from 'valibot';
import { createApiKey } from '../../shared/api-key/create.ts';
import { unlimited } from '../../shared/api-key/key-limits.ts';
import { clock } from '../../shared/clock.ts';
import { fields, note } from '../http/fields.ts';
import { db, historyRetention } from '../runtime/database.ts';
import { keyLifetime } from '../runtime/settings.ts';

const Payload = fields({ name: v.optional(note(64), 'First administrator') });

/**
 * Creates an administrator's key and returns its string once. Every identity of the AWS account that may invoke the
 * function can get a key; the history names the operator of the account. It expires as late as any key may.
 */
export async function handler(payload: unknown): Promise<{ id: string; name: string; key: string }> {
  const checked = v.safeParse(Payload, payload ?? {});
  // The library's own error quotes the payload, and Lambda logs errors.
  if (!checked.success)
    throw new Error('the payload may have a name of up to 64 characters, and nothing else');
  const { name } = checked.output;
  const audit = { time: clock(), by: { id: 'operator', name: 'Operator of the account' } };
  const creation = await createApiKey(
    db,
    { name, role: 'admin', domains: undefined },
    { audit, limits: unlimited(await keyLifetime(audit.time)), historyRetention },
  );
  if (creation.outcome !== 'created') throw new Error('an unlimited principal was refused a key');
  return { id: creation.key.id, name, key: creation.string.reveal() };
}
