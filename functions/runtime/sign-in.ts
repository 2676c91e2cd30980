import type { StepRule } from '../../shared/sign-in/step.ts';
import { db } from './database.ts';

/** The rules that require a further step after the use of a token. There are none. */
const stepRules: readonly StepRule[] = [];

/** The collaborators of every sign-in. */
export const signInCollaborators = { db, stepRules };
