import { vi } from 'vitest';
import { watchPrinted } from './leaks.ts';

/** Keeps what is written to standard output from the terminal; what was written, line by line. */
export function silenceLog(): { readonly lines: string[] } {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    watchPrinted(String(chunk));
    lines.push(...String(chunk).split('\n').filter(Boolean));
    return true;
  });
  return { lines };
}
