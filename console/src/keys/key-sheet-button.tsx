import { Suspense, useState } from 'react';
import type { Key } from '../../../client/src/index.ts';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';

const SetUpSheet = lazyComponent(() => import('./set-up-sheet.tsx'), 'SetUpSheet');

/** Opens the set-up sheet of a procurement key, without its string. */
export function KeySheetButton({ apiKey }: { apiKey: Key }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-label={`Set-up sheet of ${apiKey.name}`} onClick={() => setOpen(true)}>
        Set-up sheet…
      </Button>
      <Suspense>{open && <SetUpSheet apiKey={apiKey} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
