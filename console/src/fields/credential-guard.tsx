import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type PastedCredential, pastedCredential } from '../address/credential.ts';

type CredentialGuard = {
  /** Whether the field may take the text. A token in it is opened; its secret goes nowhere. */
  accepts: (text: string) => boolean;
  /** What was pasted, to be shown as the error of the field. */
  message: ReactNode;
};

/** For every field that searches or filters: what is typed there gets into addresses and requests. */
export function useCredentialGuard(): CredentialGuard {
  const navigate = useNavigate();
  const [pasted, setPasted] = useState<PastedCredential>();
  return {
    accepts: (text) => {
      const found = pastedCredential(text);
      setPasted(found);
      if (found?.kind === 'token') void navigate({ to: '/tokens/$tokenId', params: { tokenId: found.id } });
      return found === undefined;
    },
    message: pasted && <PastedMessage {...pasted} />,
  };
}

const PastedMessage = ({ kind, id }: PastedCredential) => (
  <span role="alert">
    {kind === 'key' ? (
      <>
        This is an API key, <span className="mono">…{id.slice(-6)}</span>. It was not searched for. If others
        have seen it, delete it at <Link to="/keys">Keys</Link>.
      </>
    ) : (
      'This is the link of a token. It was not searched for: its token opens instead.'
    )}
  </span>
);
