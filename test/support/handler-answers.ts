import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { ROUTES } from '../../functions/routes.ts';

/** The answers that the code of a handler can give, beside those of the stack. */
export type HandlerAnswers = {
  problems: Set<string>;
  /** Statuses of success. */
  statuses: Set<number>;
  /** Conditional and idempotency headers that it reads, in lower case. */
  headers: Set<string>;
  /** The files that its code comes from. */
  files: Set<string>;
};

const ROOT = resolve(import.meta.dirname, '../..');

/** The code of an entry by file. esbuild leaves out every function that the handler does not reach. */
type Bundle = ReadonlyMap<string, string>;

/** The two stacks around handlers that refuse nothing: for everybody, and for administrators. */
const STACK_ENTRIES = ['functions/service/health.ts', 'functions/service/me.ts'];

/** Reads the code of every handler. A problem or a status counts when it is written as a literal. */
export function readHandlers(): ReadonlyMap<string, HandlerAnswers> {
  const bundles = bundle([...new Set([...ROUTES.map(({ entry }) => entry), ...STACK_ENTRIES])]);
  const ofStack = new Set(
    STACK_ENTRIES.flatMap((entry) => {
      const code = bundles.get(entry) ?? new Map<string, string>();
      return problemsIn(code).flatMap(({ file, problem }) => (file === entry ? [] : [`${file} ${problem}`]));
    }),
  );
  return new Map([...bundles].map(([entry, code]) => [entry, answersOf(code, ofStack)]));
}

function answersOf(bundle: Bundle, ofStack: ReadonlySet<string>): HandlerAnswers {
  const own = problemsIn(bundle).filter(({ file, problem }) => !ofStack.has(`${file} ${problem}`));
  const code = [...bundle].filter(([file]) => file.startsWith('functions/')).map(([, text]) => text);
  const matches = (pattern: RegExp) => code.flatMap((text) => [...text.matchAll(pattern)]);
  return {
    problems: new Set(own.map(({ problem }) => problem)),
    statuses: new Set(
      matches(/\bstatus: ([^,\n}]+)/g).flatMap(([, value = '']) =>
        (value.match(/\b[123]\d\d\b/g) ?? []).map(Number),
      ),
    ),
    headers: new Set(
      matches(/header\("(if-match|if-none-match|idempotency-key)"\)/g).map(([, name = '']) => name),
    ),
    files: new Set(bundle.keys()),
  };
}

/**
 * The problems of a bundle. A switch that maps outcomes to problems can hold more than the handler reaches: a case counts
 * when the bundle produces its outcome, and another version of a resource when the handler reads a precondition.
 */
function problemsIn(bundle: Bundle): { file: string; problem: string }[] {
  const all = [...bundle.values()].join('\n');
  const isProduced = (outcome: string) =>
    new RegExp(`(?<!case |=== |!== |new Problem\\(\\s*)"${outcome}"`).test(all);
  const isReached = (problem: string, ofCase: string | undefined) =>
    problem === 'version_mismatch'
      ? /header\("if-(?:none-)?match"\)/.test(all)
      : problem !== ofCase || isProduced(problem);
  return [...bundle].flatMap(([file, text]) =>
    [...text.matchAll(/(?:case "(\w+)":\s*(?:return|throw) )?new Problem\(\s*"(\w+)"/g)].flatMap(
      ([, ofCase, problem = '']) => (isReached(problem, ofCase) ? [{ file, problem }] : []),
    ),
  );
}

function bundle(entries: readonly string[]): ReadonlyMap<string, Bundle> {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [...entries],
    outdir: ROOT,
    outbase: ROOT,
    outExtension: { '.js': '.ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  return new Map(
    entries.map((entry) => {
      const output = outputFiles.find(({ path }) => path === join(ROOT, entry));
      if (!output) throw new Error(`${entry} was not bundled`);
      return [entry, byFile(output.text)] as const;
    }),
  );
}

/** esbuild puts the path of a file before its code. */
function byFile(text: string): Bundle {
  const [, ...parts] = text.split(/^\/\/ ((?:functions|shared)\/\S+)$/m);
  const files = parts.flatMap((part, at) => (at % 2 === 0 ? [[part, parts[at + 1] ?? ''] as const] : []));
  return new Map(files);
}
