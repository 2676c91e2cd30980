import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What the identity provider remembers, in the memory of this process and no longer than it runs. */
export function identityStore(): (model: string) => Adapter {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>();

  function read(key: string): AdapterPayload | undefined {
    const found = kept.get(key);
    if (found && found.until > Date.now()) return found.payload;
    kept.delete(key);
    return undefined;
  }

  const findBy = async (model: string, fits: (payload: AdapterPayload) => boolean) =>
    [...kept.keys()]
      .filter((key) => key.startsWith(`${model}:`))
      .map(read)
      .find((payload) => payload && fits(payload));

  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      const until = Date.now() + (expiresIn || Number.POSITIVE_INFINITY) * 1000;
      kept.set(`${model}:${id}`, { payload, until });
    },
    find: async (id) => read(`${model}:${id}`),
    findByUid: (uid) => findBy(model, (payload) => payload.uid === uid),
    findByUserCode: (userCode) => findBy(model, (payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = read(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => void kept.delete(`${model}:${id}`),
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  });
}
