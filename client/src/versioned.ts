import type { CallOptions } from './call.ts';

export type Versioned = CallOptions & {
  /** The `version` that the change is meant for. Another one: nothing is changed, 412 `version_mismatch`. */
  ifMatch?: number | undefined;
};

/** The version in quotation marks is the entity tag (RFC 9110, section 8.8.3). */
export const versionHeader = ({ ifMatch, ...o }: Versioned) => ({
  ...o,
  headers: { 'If-Match': ifMatch === undefined ? undefined : `"${ifMatch}"` },
});
