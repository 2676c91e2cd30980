import { spawn } from 'node:child_process';

/**
 * Runs the command of its arguments while its standard input is open. A pipe closes with the process that holds its other
 * end, even a killed one, so the command never outlives that process. The exit status is 127 for an unknown command.
 */
const [command = '', ...rest] = process.argv.slice(2);
const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', () => process.exit(127));
child.once('exit', (code) => process.exit(code ?? 1));
process.stdin.once('close', () => child.kill('SIGKILL')).resume();
