import { Suspense, useState } from 'react';
import type { Token, TokenString } from '../../../client/src/index.ts';
import type { Revealing } from '../keys/oci-part.tsx';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';

const SetUpSheet = lazyComponent(() => import('../keys/set-up-sheet.tsx'), 'SetUpSheet');

type SetUpSheetButtonProps = {
  token: Token;
  string: TokenString | undefined;
  revealing?: Revealing;
};

/** Opens the set-up sheet of a procurement token. */
export function SetUpSheetButton({ token, ...shown }: SetUpSheetButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Set-up sheet…</Button>
      <Suspense>{open && <SetUpSheet token={token} {...shown} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
