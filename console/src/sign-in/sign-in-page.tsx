import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { providerQuery } from '../api/queries.ts';
import type { Provider } from '../session/identity.ts';
import { takePendingSignIn, takeSignInHint } from '../session/session-storage.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { KeyForm } from './key-form.tsx';

/** Loads the OpenID Connect client only when the provider is used. */
async function signInWith(provider: Provider): Promise<void> {
  const { redirectToProvider } = await import('../session/identity.ts');
  await redirectToProvider(provider, { returnTo: location.href.slice(location.origin.length) });
}

/** Replaces the page that was asked for, and keeps its address for after the sign-in. */
export function SignInPage() {
  const { data: provider, error, refetch } = useQuery(providerQuery);
  const [failure, setFailure] = useState<unknown>();
  const [redirectAtOnce] = useState(takeSignInHint);

  useEffect(() => {
    if (redirectAtOnce && provider) signInWith(provider).catch(setFailure);
  }, [redirectAtOnce, provider]);

  // A sign-in that was cancelled at the provider is void, also when the browser restores this page from its cache.
  useEffect(() => {
    takePendingSignIn();
    const discard = () => void takePendingSignIn();
    addEventListener('pageshow', discard);
    return () => removeEventListener('pageshow', discard);
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
          <Button tone="main" onClick={() => void signInWith(provider).catch(setFailure)}>
            Continue with {new URL(provider.issuer).host}
          </Button>
          <p className="or">or</p>
        </>
      )}
      {/* Both ways come at once: a button above it that came later would move it away below a click. */}
      {(provider !== undefined || error) && <KeyForm main={provider === null} />}
    </main>
  );
}
