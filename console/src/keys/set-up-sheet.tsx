import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Key, Token, TokenString } from '../../../client/src/index.ts';
import { settingsQuery } from '../api/queries.ts';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Printer } from '../ui/icons.tsx';
import { CxmlPart } from './cxml-part.tsx';
import { OciPart, type Revealing } from './oci-part.tsx';
import { keysQuery } from './queries.ts';
import './set-up-sheet.css';

type SetUpSheetProps = {
  /** The procurement token of a partner; undefined: the partner has cXML alone. */
  token?: Token;
  /** The token's string, while it is shown: the sheet has it for as long. */
  string?: TokenString | undefined;
  revealing?: Revealing;
  /** The procurement key of a partner. */
  apiKey?: Key;
  onClose: () => void;
};

/** All that the administrators of a procurement system need to set up a shop, on one page to print. */
export function SetUpSheet({ token, string, revealing, apiKey, onClose }: SetUpSheetProps) {
  const ownUrl = useAppUrl();
  const appUrl = string?.loginUrl.split('/punchout/')[0] ?? ownUrl;
  const keys = useProcurementKeys();
  const [chosen, setChosen] = useState<string>();
  const guess = keys.find(({ userId }) => userId !== null && userId === token?.user?.id);
  const key = apiKey ?? (chosen === undefined ? guess : keys.find(({ id }) => id === chosen));
  return (
    <Dialog
      open
      wide
      title="Set-up sheet"
      onClose={onClose}
      error={revealing?.error}
      actions={
        <>
          <Button onClick={() => window.print()}>
            <Printer size={15} /> Print
          </Button>
          <Button tone="main" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <article className="set-up-sheet">
        <h2>
          Access to the catalogue
          {token?.user && (
            <>
              {' for '}
              <bdi>{token.user.name ?? token.user.id}</bdi>
            </>
          )}
        </h2>
        <p>Whoever has the token or the shared secret is let in: keep them as you keep passwords.</p>
        {token && <OciPart token={token} string={string} revealing={revealing} appUrl={appUrl} />}
        {token && keys.length > 0 && (
          <div className="screen-only">
            <Field label="Key for cXML">
              {(control) => (
                <select {...control} value={key?.id ?? ''} onChange={({ target }) => setChosen(target.value)}>
                  <option value="">none yet: leave room for domain and identity</option>
                  {keys.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
        )}
        <CxmlPart apiKey={key} appUrl={appUrl} />
      </article>
    </Dialog>
  );
}

/** The address of links, where it may be read; else that of the console, at which the doors are, too. */
function useAppUrl(): string {
  const unlimited = usePrincipal().domains === null;
  const { data } = useQuery({ ...settingsQuery, enabled: useCan('settings:write') && unlimited });
  return data?.appUrl ?? location.origin;
}

/** The procurement keys that the principal may see. */
function useProcurementKeys(): Key[] {
  const { data: keys = [] } = useQuery({ ...keysQuery, enabled: useCan('keys:write') });
  return keys.filter(({ role }) => role === 'procurement');
}
