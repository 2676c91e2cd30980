import { Problem } from '../../../client/src/index.ts';
import { Button } from '../ui/button.tsx';
import './conflict.css';

export type Difference = {
  name: string;
  theirs: string;
  /** Undefined: it was not touched here, and stays as somebody else has saved it. */
  yours: string | undefined;
};

export type Words = (value: unknown) => string;

/** What is to be said of a field: nothing where it is what was read, or the same for both. `own`: undefined if not touched. */
export function difference(
  name: string,
  words: Words,
  { base, saved, own }: { base: unknown; saved: unknown; own: unknown },
): Difference[] {
  const [before, theirs] = [words(base), words(saved)];
  const yours = own === undefined ? undefined : words(own);
  const isNews = yours === undefined ? theirs !== before : theirs !== yours;
  return isNews ? [{ name, theirs, yours }] : [];
}

/** Whether somebody else has saved it since it was read. */
export const isConflict = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'version_mismatch';

type ConflictProps = {
  /** The fields in which the two versions are not alike. */
  rows: readonly Difference[];
  busy: boolean;
  onKeepLocal: () => void;
  onTakeRemote: () => void;
};

/** Somebody else has saved something meanwhile: shows both, and asks which it is to be. */
export function Conflict({ rows, busy, onKeepLocal, onTakeRemote }: ConflictProps) {
  return (
    <section role="alert" className="notice warning conflict">
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
            {rows.map(({ name, theirs, yours }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{theirs}</td>
                <td>{yours ?? <span className="soft">not changed by you</span>}</td>
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
