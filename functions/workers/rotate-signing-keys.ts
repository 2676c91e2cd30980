import * as v from 'valibot';
import { clock, toSeconds } from '../../shared/clock.ts';
import { type Rotation, rotateSigningKeys } from '../../shared/signing-key/rotate.ts';
import { fields } from '../http/fields.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { signingKeySecret } from '../runtime/signing-key-secret.ts';
import { answerDeployment, isDeployment } from './custom-resource.ts';

const Payload = fields({ replace: v.optional(v.boolean()) });

/**
 * Makes a new key for sessions when the newest is a month old. It has no route: a schedule asks every day, so that
 * what fails is tried again the next day, and a deployment asks, so that the first key is there when it is done.
 * An operator whose keys leaked sends `{ "replace": true }`.
 */
export async function handler(payload: unknown): Promise<Rotation | undefined> {
  if (isDeployment(payload)) {
    await answerDeployment(payload, { provide: () => rotate({}) });
    return undefined;
  }
  const checked = v.safeParse(Payload, payload ?? {});
  // A misspelt «replace» that is taken for none would leave the leaked key in use.
  if (!checked.success) throw new Error('the payload may have "replace": true or false, and nothing else');
  return rotate(checked.output);
}

async function rotate(options: { replace?: boolean | undefined }): Promise<Rotation> {
  const rotation = await rotateSigningKeys(signingKeySecret, toSeconds(clock()), options);
  writeLogLine({ worker: 'rotate-signing-keys', ...rotation });
  return rotation;
}
