/** Whether a version is one that the caller expects to replace. */
export type Expectation = (version: number) => boolean;
