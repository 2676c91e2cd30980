import { spawnSync } from 'node:child_process';
import { runCommand } from './command.ts';

/** An advisory that is known, and has time until a day, as SECURITY.md says for its severity. */
export type Accepted = {
  /** `GHSA-…` */
  id: string;
  /** The last day, as `YYYY-MM-DD`: by then the part is renewed or replaced. */
  until: string;
  reason: string;
};

const ACCEPTED: readonly Accepted[] = [];

/** What `npm audit --json` prints (version 2), as far as it is read. A registry that has no audit is told in `message`. */
type Report = { message?: string; vulnerabilities?: Record<string, { via: (string | Advisory)[] }> };
type Advisory = { url: string; name: string; severity: string; title: string; range: string };

export type Verdict =
  | { outcome: 'unanswered'; message: string }
  /** `due`: a line for each advisory whose time is over, or that nobody has looked at. */
  | { outcome: 'answered'; due: string[]; waiting: string[] };

/** Judges a report on a day (`YYYY-MM-DD`). */
export function judge(report: Report, accepted: readonly Accepted[], today: string): Verdict {
  if (!report.vulnerabilities) return { outcome: 'unanswered', message: report.message ?? 'no report' };
  const advisories = Object.values(report.vulnerabilities).flatMap(({ via }) =>
    // A name stands for a part that is vulnerable by another one, which has an entry of its own.
    via.filter((cause) => typeof cause !== 'string'),
  );
  const verdict = { outcome: 'answered' as const, due: [] as string[], waiting: [] as string[] };
  for (const advisory of new Map(advisories.map((one) => [`${one.url} ${one.name}`, one])).values()) {
    const { url, name, severity, title, range } = advisory;
    const known = accepted.find(({ id }) => url.endsWith(`/${id}`));
    const line = `${severity}: ${name} ${range}: ${title} (${url})`;
    if (known && today <= known.until) verdict.waiting.push(`${line}, until ${known.until}: ${known.reason}`);
    else verdict.due.push(line);
  }
  return verdict;
}

/**
 * `npm run advisories`: fails when the lock file names a part with an advisory that is not accepted. A registry without audit
 * answers nothing about that, so nothing was checked, and the command says so without failing.
 */
if (import.meta.main)
  await runCommand(async () => {
    const { stdout, error } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
      encoding: 'utf8',
    });
    if (error) throw error;
    const today = new Date().toISOString().slice(0, 10);
    const verdict = judge(JSON.parse(stdout), ACCEPTED, today);
    if (verdict.outcome === 'unanswered') {
      console.log(`NOT CHECKED: the registry has not answered about advisories (${verdict.message})`);
      return;
    }
    for (const line of verdict.waiting) console.log(`known: ${line}`);
    if (verdict.due.length > 0) throw new Error(verdict.due.join('\n'));
    console.log('no part of the lock file has an advisory that is due');
  });
