import type { Adapter, AdapterPayload } from 'oidc-provider';

/** The storage of the identity provider, in the memory of this process. */
export function identityStore(): (model: string) => Adapter {
  const entries = new Map<string, { payload: AdapterPayload; until: number }>();

  function read(key: string): AdapterPayload | undefined {
    const found = entries.get(key);
    if (found && found.until > Date.now()) return found.payload;
    entries.delete(key);
    return undefined;
  }

  const findBy = async (model: string, fits: (payload: AdapterPayload) => boolean) =>
    [...entries.keys()]
      .filter((key) => key.startsWith(`${model}:`))
      .map(read)
      .find((payload) => payload && fits(payload));

  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      const until = Date.now() + (expiresIn || Number.POSITIVE_INFINITY) * 1000;
      entries.set(`${model}:${id}`, { payload, until });
    },
    find: async (id) => read(`${model}:${id}`),
    findByUid: (uid) => findBy(model, (payload) => payload.uid === uid),
    findByUserCode: (userCode) => findBy(model, (payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = read(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => void entries.delete(`${model}:${id}`),
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  });
}
