/** Starts the demo: the real proxy on its embedded configuration, before the demo vendor. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Running, start } from '../main.ts';
import type { Log } from '../observe/log.ts';
import { type Loaded, loadSettings } from '../settings/load.ts';
import type { Environment } from '../settings/overrides.ts';
import type { Listen, Problem, Settings } from '../settings/settings.ts';
import { systemEntropy } from '../vault/entropy.ts';
import { isLoopback } from './guard.ts';
import { freePorts } from './ports.ts';
import { createScriptedVisitor } from './scripted-visitor.ts';
import { type DemoVendor, startVendor } from './vendor.ts';

export interface DemoOptions {
  readonly env: Environment;
  /** Vault and counts lie in `data` below it. */
  readonly cwd: string;
  readonly log: Log;
  /** Pause between two messages of the scripted visitor. */
  readonly scriptedMs?: number;
}

export interface Demo {
  readonly running: Running;
  readonly vendor: DemoVendor;
  readonly settings: Settings;
  /** Wanted addresses that others had, with what was taken instead. */
  readonly moved: readonly string[];
  drain(): Promise<void>;
}

/** The configuration is at fault, not the demo: every problem with its place. */
export class DemoProblems extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('the configuration of the demo is not valid');
    this.name = 'DemoProblems';
    this.problems = problems;
  }
}

/** Refuses to listen beyond this computer: the demo's vault opens by itself. */
export class DemoNotLocal extends Error {
  constructor(name: string) {
    super(`the demo listens on this computer only; listen.${name}.host must be 127.0.0.1`);
    this.name = 'DemoNotLocal';
  }
}

const defaultScriptedMs = 4000;

/**
 * @example
 * const demo = await startDemo({ env: {}, cwd: process.cwd(), log });
 * print(demo.running.data, demo.vendor.origin, demo.running.consoleLink());
 * await demo.drain();
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const wanted = settled(await load(options, {}));
  refuseBeyondLoopback(wanted.settings);
  const [vendorPort = 0, ...ports] = await freePorts([upstreamPort(wanted.settings), ...wantedPorts(wanted.settings)]);
  let shopOrigin = '';
  const vendor = await startVendor({
    port: vendorPort,
    now: Date.now,
    entropy: systemEntropy(),
    shopOrigin: () => shopOrigin,
    scripted: () => scripted,
  });
  const scripted = createScriptedVisitor({
    shopOrigin: () => shopOrigin,
    everyMs: options.scriptedMs ?? defaultScriptedMs,
    chance: Math.random,
    onTyped: (text) => vendor.desk.typed(text),
    onStopped: () => vendor.desk.events.tell({ type: 'scripted', running: false }),
  });
  try {
    const loaded = settled(await load(options, overridesFor(ports, vendor.origin)));
    const running = await start({ loaded, env: options.env, log: options.log, createVault: true });
    shopOrigin = running.data;
    return {
      running,
      vendor,
      settings: loaded.settings,
      moved: movedPorts(wanted.settings, loaded.settings),
      async drain() {
        scripted.turn(false);
        await running.drain();
        await vendor.close();
      },
    };
  } catch (error) {
    await vendor.close();
    throw error;
  }
}

function load(options: DemoOptions, overrides: Environment): Promise<Loaded> {
  const env = { ...options.env, ...overrides };
  return loadSettings({ file: demoConfig(), env, cwd: options.cwd, baseDir: options.cwd });
}

/** Beside the sources or, built, inside `dist`: both have `config` next to `src`. */
function demoConfig(): string {
  const file = fileURLToPath(new URL('../../config/demo.yaml', import.meta.url));
  if (!existsSync(file)) throw new Error('config/demo.yaml is missing; run "npm run build"');
  return file;
}

function settled(loaded: Loaded): Extract<Loaded, { ok: true }> {
  if (!loaded.ok) throw new DemoProblems(loaded.problems);
  return loaded;
}

function listeners({ listen }: Settings): readonly (readonly [name: string, listen: Listen])[] {
  return [
    ['data', listen.data],
    ['console', listen.console],
    ['ops', listen.ops],
  ];
}

function refuseBeyondLoopback(settings: Settings): void {
  for (const [name, { host }] of listeners(settings)) if (!isLoopback(host)) throw new DemoNotLocal(name);
}

function wantedPorts(settings: Settings): readonly number[] {
  return listeners(settings).map(([, { port }]) => port);
}

function upstreamPort(settings: Settings): number {
  return Number(settings.sites[0]?.upstream.port ?? 0);
}

/** The ports that are really free, and the hosts that the site is then reached by. */
function overridesFor([data, console, ops]: readonly number[], vendorOrigin: string): Environment {
  return {
    CHATVEIL__LISTEN__DATA__PORT: String(data),
    CHATVEIL__LISTEN__CONSOLE__PORT: String(console),
    CHATVEIL__LISTEN__OPS__PORT: String(ops),
    CHATVEIL__SITES__0__HOSTS__0: `127.0.0.1:${data}`,
    CHATVEIL__SITES__0__HOSTS__1: `localhost:${data}`,
    CHATVEIL__SITES__0__UPSTREAM: vendorOrigin,
  };
}

function movedPorts(wanted: Settings, taken: Settings): readonly string[] {
  const moved: string[] = [];
  const now = new Map(listeners(taken));
  for (const [name, { port }] of listeners(wanted)) {
    const other = now.get(name)?.port;
    if (port !== 0 && other !== port) moved.push(`${name} ${port} → ${other}`);
  }
  const [from, to] = [upstreamPort(wanted), upstreamPort(taken)];
  if (from !== 0 && from !== to) moved.push(`vendor ${from} → ${to}`);
  return moved;
}
