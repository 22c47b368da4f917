/** Starts a program, hands on signals and answers how it ended. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A program of an installed package, by the path of its script. */
export const tools = {
  tsc: join(root, 'node_modules/typescript/bin/tsc'),
  vitest: join(root, 'node_modules/vitest/vitest.mjs'),
  biome: join(root, 'node_modules/@biomejs/biome/bin/biome'),
  knip: join(root, 'node_modules/knip/bin/knip.js'),
  tsx: join(root, 'node_modules/tsx/dist/cli.mjs'),
};

/**
 * How the product is started. One helper thread for the engine: with the usual four, marking a heap of 60 MiB takes the
 * cores away from the thread that carries the traffic, for 60 ms at a time on a machine of two.
 */
export const productFlags = ['--v8-pool-size=1'];

/** Runs `node args`; resolves with the exit code, 128 plus the signal when a signal ended it. */
export function runNode(args, options = {}) {
  return run(process.execPath, args, options);
}

export function run(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // A terminal sends Ctrl-C to the whole group, so the child may hear it twice; the product counts that once.
  const handlers = signals.map((signal) => [signal, () => forward(signal)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  options.onChild?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
