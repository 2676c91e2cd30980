import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from './button.tsx';

type PagerProps = {
  /** Undefined on the first page. */
  onNewer: (() => void) | undefined;
  /** Undefined on the last page. */
  onOlder: (() => void) | undefined;
  /** What the two directions are called in this order of the list. */
  words?: readonly [back: string, on: string];
};

export const Pager = ({ onNewer, onOlder, words = ['newer', 'older'] }: PagerProps) => (
  <nav aria-label="Pages of the list" className="pager">
    <Button onClick={onNewer} disabled={!onNewer}>
      <ChevronLeft aria-hidden="true" size={15} /> {words[0]}
    </Button>
    <Button onClick={onOlder} disabled={!onOlder}>
      {words[1]} <ChevronRight aria-hidden="true" size={15} />
    </Button>
  </nav>
);
