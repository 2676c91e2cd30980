import { spawn } from 'node:child_process';

/**
 * Runs the command in its arguments for as long as its own standard input is open. What a program starts
 * through this is never left behind: the pipe closes with the program, even when that one is killed. The exit
 * status is 127 when there is no such command, as of a shell.
 */
const [command = '', ...rest] = process.argv.slice(2);
const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', () => process.exit(127));
child.once('exit', (code) => process.exit(code ?? 1));
process.stdin.once('close', () => child.kill('SIGKILL')).resume();
