import { Button } from './button.tsx';
import { ChevronLeft, ChevronRight } from './icons.tsx';

type PagerProps = {
  /** Undefined on the first page. */
  onNewer: (() => void) | undefined;
  /** Undefined on the last page. */
  onOlder: (() => void) | undefined;
  /** The labels of both directions, which depend on the order of the list. */
  labels?: readonly [previous: string, next: string];
};

export const Pager = ({ onNewer, onOlder, labels = ['newer', 'older'] }: PagerProps) => (
  <nav aria-label="Pages of the list" className="pager">
    <Button onClick={onNewer} disabled={!onNewer}>
      <ChevronLeft size={15} /> {labels[0]}
    </Button>
    <Button onClick={onOlder} disabled={!onOlder}>
      {labels[1]} <ChevronRight size={15} />
    </Button>
  </nav>
);
