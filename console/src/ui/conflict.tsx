import { Button } from './button.tsx';
import './conflict.css';

export type Difference = { name: string; theirs: string; yours: string };

type ConflictProps = {
  /** The fields in which the two versions are not alike. */
  rows: readonly Difference[];
  busy: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Somebody else has saved something meanwhile: shows both, and asks which it is to be. */
export function Conflict({ rows, busy, onKeepMine, onTakeTheirs }: ConflictProps) {
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
                <td>{yours}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="actions">
        <Button busy={busy} onClick={onKeepMine}>
          Save mine all the same
        </Button>
        <Button onClick={onTakeTheirs}>Take theirs</Button>
      </p>
    </section>
  );
}
