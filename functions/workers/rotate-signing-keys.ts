import * as v from 'valibot';
import { clock, toSeconds } from '../../shared/clock.ts';
import { type KeyRotation, rotateSigningKeys } from '../../shared/signing-key/rotate.ts';
import { fields } from '../http/fields.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { keySecrets } from '../runtime/signing-key-secret.ts';
import { handleCustomResource, isCustomResourceEvent } from './custom-resource.ts';

const Payload = fields({ replace: v.optional(v.boolean()) });

/**
 * Creates a signing key when the newest is a month old. Invoked daily, so that a failure is repeated the next day, and by
 * every deployment, which creates the first key. An operator whose keys have leaked sends `{ "replace": true }`.
 */
export async function handler(payload: unknown): Promise<KeyRotation | undefined> {
  if (isCustomResourceEvent(payload)) {
    await handleCustomResource(payload, { createOrUpdate: () => rotate({}) });
    return undefined;
  }
  const checked = v.safeParse(Payload, payload ?? {});
  // A misspelt «replace» that is ignored would leave the leaked key in use.
  if (!checked.success) throw new Error('the payload may have "replace": true or false, and nothing else');
  return rotate(checked.output);
}

async function rotate(options: { replace?: boolean | undefined }): Promise<KeyRotation> {
  const rotation = await rotateSigningKeys(keySecrets, toSeconds(clock()), options);
  writeLogLine({ worker: 'rotate-signing-keys', ...rotation });
  return rotation;
}
