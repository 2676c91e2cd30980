import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const workflows = readdirSync('.github/workflows').map((file) => read(`.github/workflows/${file}`));

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
    const installed = [...read('.ci/run').matchAll(/^step .* install_python \S+ (.+)$/gm)].map(
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

  it('each run keeps a list of its parts (CycloneDX)', () => {
    expect(workflows.join('')).toContain('npm run --silent sbom');
  });
});
