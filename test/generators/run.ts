import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

type Options = { cwd?: string; env?: Record<string, string> };

/** What a program printed. Throws with all of it when the program is missing or fails. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: Options = {},
): Promise<{ stdout: string; stderr: string }> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  try {
    return await promisify(execFile)(program, [...args], options);
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number | string; stdout?: string; stderr?: string };
    if (code === 'ENOENT')
      throw new Error(`there is no ${program}: CONTRIBUTING.md says what the test of generators needs`);
    const end = `${stdout ?? ''}${stderr ?? ''}`.slice(-4_000);
    throw new Error(`${program} ${args.join(' ')} failed with ${code}\n${end}`);
  }
}
