import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, '.build', 'console');

/** The inputs of the build. Pages load schemas and limits of the API. */
const SOURCES = ['console/**/*', 'client/src/**/*', 'functions/**/*', 'shared/**/*', 'package-lock.json'];

/**
 * Returns the folder with the built console (`index.html`, `assets/…`); builds it only if its sources have changed.
 * Processes may call it in parallel: each builds in a folder of its own, and the first result is kept.
 */
export function buildConsole(): string {
  const directory = join(BUILT, hashOfSources());
  if (existsSync(directory)) return directory;
  // A child process, because NODE_ENV of this process may select the development builds of libraries.
  const { status, signal, stderr } = spawnSync(process.execPath, [import.meta.filename, directory], {
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the console could not be built: ${stderr || (signal ?? status)}`);
  return directory;
}

async function build(directory: string): Promise<void> {
  const vite = await import('vite');
  const outDir = join(BUILT, `building-${process.pid}`);
  await vite.build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir },
  });
  publish(outDir, directory);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function publish(built: string, directory: string): void {
  mkdirSync(BUILT, { recursive: true });
  try {
    renameSync(built, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
    rmSync(built, { recursive: true });
  }
}

if (import.meta.main) await build(process.argv[2] ?? join(BUILT, hashOfSources()));
