import { type FormEvent, useState } from 'react';
import { createClient, Problem } from '../../../client/src/index.ts';
import { openSession } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

const KEY = /^lk_[0-9A-Za-z]{61}$/;

/** Signs in with an API key, which stays in the memory of the page. */
export function KeyForm({ main }: { main: boolean }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const given = key.trim();
    if (!KEY.test(given)) {
      setError('An API key begins with lk_ and has 64 characters. Copy it whole.');
      return;
    }
    setBusy(true);
    try {
      await createClient({ url: location.origin, credentials: given }).me();
      setKey('');
      openSession({ kind: 'key', key: given });
    } catch (failure) {
      setError(
        failure instanceof Problem && failure.status === 401
          ? 'This key is not accepted. It may have expired or been deleted.'
          : 'The service does not answer. Try again in a moment.',
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="key-form" onSubmit={submit}>
      <TextField
        label="API key"
        type="password"
        name="api-key"
        autoComplete="off"
        spellCheck={false}
        value={key}
        onChange={setKey}
        error={error}
        hint="It stays in the memory of this page, and is gone when you reload it."
      />
      <Button type="submit" tone={main ? 'main' : 'plain'} busy={busy}>
        Sign in with the key
      </Button>
    </form>
  );
}
