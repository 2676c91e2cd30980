import type { CallOptions } from './call.ts';

export type Versioned = CallOptions & {
  /** The `version` that the change is meant for. With another one nothing changes: 412 `version_mismatch`. */
  ifMatch?: number | undefined;
};

export type VersionedPut = Versioned & {
  /** `*` creates and never replaces: 412 `version_mismatch` when it exists. It excludes `ifMatch`. */
  ifNoneMatch?: '*' | undefined;
};

/** The preconditions of a call as headers. The entity tag is the version in quotation marks (RFC 9110, section 8.8.3). */
export const preconditions = ({ ifMatch, ifNoneMatch, ...o }: VersionedPut) => ({
  ...o,
  headers: { 'If-Match': ifMatch === undefined ? undefined : `"${ifMatch}"`, 'If-None-Match': ifNoneMatch },
});
