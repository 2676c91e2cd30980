import { Dialog } from '../ui/dialog.tsx';
import { SHORTCUTS, useShortcuts } from './shortcuts.ts';

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [on, turn] = useShortcuts();
  return (
    <Dialog open title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="option">
        <input type="checkbox" checked={on} onChange={({ target: { checked } }) => turn(checked)} />
        Use these keys in this browser
      </label>
    </Dialog>
  );
}
