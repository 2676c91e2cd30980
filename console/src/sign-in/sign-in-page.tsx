import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { providerQuery } from '../api/queries.ts';
import type { Provider } from '../session/identity.ts';
import { takePendingSignIn, takeSignInHint } from '../session/session-storage.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { KeyForm } from './key-form.tsx';

/** Those who paste a key do not load what speaks with the provider. */
async function leaveFor(provider: Provider): Promise<void> {
  const { redirectToProvider } = await import('../session/identity.ts');
  await redirectToProvider(provider, { returnTo: location.href.slice(location.origin.length) });
}

/** Stands in the place of the page that was asked for, which is opened afterwards. */
export function SignInPage() {
  const { data: provider, error, refetch } = useQuery(providerQuery);
  const [failure, setFailure] = useState<unknown>();
  const [again] = useState(takeSignInHint);

  useEffect(() => {
    if (again && provider) leaveFor(provider).catch(setFailure);
  }, [again, provider]);

  // Also where the browser brings the page back as it was.
  useEffect(() => {
    takePendingSignIn();
    const forget = () => void takePendingSignIn();
    addEventListener('pageshow', forget);
    return () => removeEventListener('pageshow', forget);
  }, []);

  useEffect(() => {
    document.title = 'Sign in – Login Tokens';
  }, []);

  return (
    <main className="lone">
      <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width="40" height="40" />
      <h1>Sign in to Login Tokens</h1>
      {error && <Notice error={error} retry={refetch} />}
      {failure !== undefined && (
        <p role="alert" className="notice">
          The identity provider does not answer. Try again, or use an API key.
        </p>
      )}
      {provider && (
        <>
          <Button tone="main" onClick={() => void leaveFor(provider).catch(setFailure)}>
            Continue with {new URL(provider.issuer).host}
          </Button>
          <p className="or">or</p>
        </>
      )}
      <KeyForm main={provider === null} />
    </main>
  );
}
