import { intersection, type Scope } from '../../shared/principal/scope.ts';

/** Who sees something, and when: `time` is epoch milliseconds. */
export type Viewer = { scope: Scope; time: number };

export const viewerOf = ({
  principal,
  audit,
}: {
  principal: Pick<Viewer, 'scope'>;
  audit: Pick<Viewer, 'time'>;
}): Viewer => ({
  scope: principal.scope,
  time: audit.time,
});

/** The domains of a limit; null: there is none. A limited viewer gets no domains of others. */
export const domainsSeenBy = ({ scope }: Pick<Viewer, 'scope'>, limits: Scope): readonly string[] | null =>
  (limits && intersection(limits, scope)) ?? null;
