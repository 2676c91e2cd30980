import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge } from '../../infra/commands/advisories.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const workflows = readdirSync('.github/workflows').map((file) => read(`.github/workflows/${file}`));

describe('a part with an advisory', () => {
  const via = (id: string, severity = 'high') => ({
    ...{ url: `https://github.com/advisories/${id}`, name: 'part', title: 'It leaks', range: '<2.0.0' },
    severity,
  });
  const report = (...ids: string[]) => ({
    vulnerabilities: { part: { via: ids.map((id) => via(id)) }, user: { via: ['part'] } },
  });
  const accepted = [{ id: 'GHSA-1', until: '2026-12-01', reason: 'it is not reachable' }];

  it('is due when nobody has looked at it', () => {
    const line = 'high: part <2.0.0: It leaks (https://github.com/advisories/GHSA-2)';
    expect(judge(report('GHSA-2'), accepted, '2026-12-01')).toMatchObject({ due: [line], waiting: [] });
  });

  it('has time until the last day that was given, and none afterwards', () => {
    expect(judge(report('GHSA-1'), accepted, '2026-12-01')).toMatchObject({
      due: [],
      waiting: [expect.stringMatching(/until 2026-12-01: it is not reachable$/)],
    });
    expect(judge(report('GHSA-1'), accepted, '2026-12-02')).toMatchObject({ due: [expect.any(String)] });
  });

  it('is not taken for another one whose id begins alike', () => {
    expect(judge(report('GHSA-11'), accepted, '2026-12-01')).toMatchObject({ due: [expect.any(String)] });
  });

  it('is not in a report without findings', () => {
    expect(judge({ vulnerabilities: {} }, accepted, '2026-12-01')).toMatchObject({ due: [], waiting: [] });
  });

  it('is not known of where the registry has no audit: that is told apart from a report without findings', () => {
    const message =
      '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk';
    expect(judge({ message }, accepted, '2026-12-01')).toEqual({ outcome: 'unanswered', message });
  });
});

describe('what comes from elsewhere', () => {
  it('actions are named by the full hash of a commit, with the version that it is', () => {
    const used = workflows.flatMap((text) =>
      [...text.matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action),
    );
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('a workflow may read the repository and nothing more, and keeps no credentials in the checkout', () => {
    for (const text of workflows) {
      expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
      expect(text.match(/actions\/checkout@/g)?.length).toBe(
        text.match(/persist-credentials: false/g)?.length,
      );
    }
  });

  it('CI installs the packages of the lock file, each with its digest, and Dependabot renews them', () => {
    expect(read('.ci/run')).toMatch(/ npm ci /);
    expect(read('.ci/run')).not.toMatch(/ npm install /);
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { resolved?: string; integrity?: string; inBundle?: boolean }>;
    };
    for (const [path, { resolved, integrity, inBundle }] of Object.entries(packages)) {
      // A bundled package is part of another one, and so of its digest.
      if (path === '' || inBundle) continue;
      expect(integrity, path).toMatch(/^sha512-/);
      if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
    for (const ecosystem of ['npm', 'pip', 'github-actions'])
      expect(read('.github/dependabot.yml')).toContain(`package-ecosystem: ${ecosystem}\n`);
  });

  it('programs of Python, and what npm fetches for a test, are of one version each', () => {
    const installed = [...read('.ci/run').matchAll(/^ +install_python \S+ (.+?)(?: &&)?$/gm)].map(
      ([, what = '']) => what,
    );
    expect(installed.length).toBeGreaterThan(2);
    for (const what of installed)
      expect(what).toMatch(/^(-r test\/generators\/requirements\.txt|[\w-]+==[\d.]+)$/);
    const required = read('test/generators/requirements.txt').match(/^[^#\n].*$/gm) ?? [];
    for (const line of required) expect(line).toMatch(/^[\w-]+==[\d.]+$/);
    expect(read('test/generators/generators.test.ts')).toMatch(
      /\['openapi-typescript@[\d.]+', 'typescript@[\d.]+'\]/,
    );
  });

  it('each run, and each day, asks for advisories', () => {
    expect(read('.ci/run')).toContain('npm run --silent advisories');
    const daily = workflows.find((text) => text.includes('\n  schedule:\n    - cron: '));
    expect(daily).toContain('- run: npm run --silent advisories\n');
  });

  it('each run keeps a list of its parts (CycloneDX)', () => {
    expect(workflows.join('')).toContain('npm run --silent sbom');
  });
});
