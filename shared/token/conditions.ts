/** What the database guarantees, in the words that conditions are made of. */
export const exists = 'attribute_exists(secretHash)';
export const secretIsThis = 'secretHash = :secretHash';
export const enabled = 'attribute_not_exists(disabled)';
export const unexpired = 'expiresAt > :now';
export const unspent = '(attribute_not_exists(maxUses) OR uses < maxUses)';
export const purposeIs = (count: number): string =>
  `purpose IN (${Array.from({ length: count }, (_, at) => `:purpose${at}`).join(', ')})`;
export const fromSetUp = 'attribute_exists(setUp)';
export const notFromSetUp = 'attribute_not_exists(setUp)';
export const notThisAttempt =
  '(attribute_not_exists(lastUse.attempt) OR lastUse.attempt <> :attempt OR lastUse.#at < :repeatableSince)';
export const thisAttempt = 'lastUse.attempt = :attempt';
export const unrepeated = 'attribute_not_exists(lastUse.repeated)';
export const notThisEvent = 'lastEvent.id <> :eventId';
export const versionIsThis = 'version = :version';

/** A failed condition tells what it met, so that nothing needs to be read to know why. */
export const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
