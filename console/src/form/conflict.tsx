import { useEffect, useRef } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { Button } from '../ui/button.tsx';
import './conflict.css';

export type Difference = {
  label: string;
  /** The value that another user saved. */
  remote: string;
  /** The value of this form; undefined if it was not changed here. */
  local: string | undefined;
};

type Versions<Value> = { base: Value; remote: Value; local: Value | undefined };

/** The difference of one field between the saved version and the form's; empty where they agree. */
export function difference<Value>(
  label: string,
  format: (value: Value) => string,
  { base, remote, local }: Versions<Value>,
): Difference[] {
  const row = { label, remote: format(remote), local: local === undefined ? undefined : format(local) };
  return row.remote === (row.local ?? format(base)) ? [] : [row];
}

/** Whether the API refused a change because of a newer version (412). */
export const isConflict = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'version_mismatch';

type ConflictProps = {
  rows: readonly Difference[];
  busy: boolean;
  onKeepLocal: () => void;
  onTakeRemote: () => void;
};

/** Shows both versions after a conflict, and asks which one to keep. */
export function Conflict({ rows, busy, onKeepLocal, onTakeRemote }: ConflictProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={box} role="alert" className="notice warning conflict">
      <p>
        <strong>Somebody else changed this while you did.</strong> Nothing of yours is saved yet.
      </p>
      {rows.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Saved meanwhile</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, remote, local }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{remote}</td>
                <td>{local ?? <span className="soft">not changed by you</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="actions">
        <Button busy={busy} onClick={onKeepLocal}>
          Save mine all the same
        </Button>
        <Button onClick={onTakeRemote}>Take theirs</Button>
      </p>
    </section>
  );
}
