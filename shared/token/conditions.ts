/** The fragments that conditions of writes to a token are composed of. */
export const exists = 'attribute_exists(secretHash)';
export const secretIsThis = 'secretHash = :secretHash';
export const enabled = 'attribute_not_exists(disabled)';
export const unexpired = 'expiresAt > :now';
export const unspent = '(attribute_not_exists(maxUses) OR uses < maxUses)';
/** The latest use is not of this attempt, or too old to be repeated. */
export const notThisAttempt =
  '(attribute_not_exists(lastUse.attempt) OR lastUse.attempt <> :attempt OR lastUse.#at < :repeatableSince)';
export const thisAttempt = 'lastUse.attempt = :attempt';
export const unrepeated = 'attribute_not_exists(lastUse.repeated)';
export const notThisEvent = 'lastEvent.id <> :eventId';
export const versionIsThis = 'version = :version';
