const ROWS = Array.from({ length: 12 }, (_, at) => at);

/** Rows of a table while its first page loads, so that the frame is there at once. The first cell has a bar. */
export const SkeletonRows = ({ cells }: { cells: readonly string[] }) =>
  ROWS.map((row) => (
    <tr key={row} className="skeleton">
      {cells.map((name, at) => (
        <td key={at} className={name}>
          {name === 'name' && <span className="bar" />}
        </td>
      ))}
    </tr>
  ));
