import { useMutation } from '@tanstack/react-query';
import { createClient, Problem } from '../../../client/src/index.ts';
import { useForm } from '../form/use-form.ts';
import { openSession } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

const KEY = /^lk_[0-9A-Za-z]{61}$/;

/** Signs in with an API key, which is kept only in the memory of the page. */
export function KeyForm({ main }: { main: boolean }) {
  const form = useForm({
    initial: { key: '' },
    validate: ({ key }, submitted) => ({
      key:
        submitted && !KEY.test(key.trim())
          ? 'An API key begins with lk_ and has 64 characters. Copy it whole.'
          : undefined,
    }),
  });
  const signIn = useMutation({
    mutationFn: async () => {
      const key = form.values.key.trim();
      await createClient({ url: location.origin, credentials: key }).me();
      form.reset({ key: '' });
      openSession({ kind: 'key', key });
    },
  });
  const error = form.errors(undefined).key ?? (signIn.error ? refusal(signIn.error) : undefined);

  return (
    <form className="key-form" onSubmit={form.onSubmit(() => signIn.mutate())}>
      <TextField
        label="API key"
        type="password"
        name="api-key"
        autoComplete="off"
        spellCheck={false}
        {...form.field('key')}
        error={error}
        hint="It stays in the memory of this page, and is gone when you reload it."
      />
      <Button type="submit" tone={main ? 'main' : 'plain'} busy={signIn.isPending}>
        Sign in with the key
      </Button>
    </form>
  );
}

const refusal = (error: Error): string =>
  error instanceof Problem && error.status === 401
    ? 'This key is not accepted. It may have expired or been deleted.'
    : 'The service does not answer. Try again in a moment.';
