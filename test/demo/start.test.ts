/** Starting the demo: free ports, loopback only, and 'src/demo/scripted-visitor.ts' writing through the proxy. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { banner } from '../../src/cli/demo.ts';
import { freePorts } from '../../src/demo/ports.ts';
import { type Demo, DemoNotLocal, DemoProblems, startDemo } from '../../src/demo/start.ts';
import { createLog } from '../../src/observe/log.ts';
import { digitsOf, vendorSnapshot } from './support/demo-process.ts';

const anyPorts = {
  CHATVEIL__LISTEN__DATA__PORT: '0',
  CHATVEIL__LISTEN__CONSOLE__PORT: '0',
  CHATVEIL__LISTEN__OPS__PORT: '0',
  CHATVEIL__SITES__0__UPSTREAM: 'http://127.0.0.1:0',
};

let cwd: string;
let demo: Demo | undefined;
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'chatveil-start-'));
});
afterEach(async () => {
  await demo?.drain();
  demo = undefined;
  rmSync(cwd, { recursive: true, force: true });
});

const begin = (env: Record<string, string>, scriptedMs?: number) =>
  startDemo({
    env: { ...anyPorts, ...env },
    cwd,
    log: createLog({ level: 'error', destination: { write: () => {} } }),
    ...(scriptedMs === undefined ? {} : { scriptedMs }),
  });

async function occupied(): Promise<{ port: number; release: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, release: () => server.close() };
}

describe('free ports', () => {
  it('are the wanted ones when nobody has them, all different otherwise', async () => {
    const { port, release } = await occupied();
    const [first, ...rest] = await freePorts([port, port, 0, 0]);
    expect(first).not.toBe(port);
    expect(new Set([first, ...rest]).size).toBe(4);
    release();
    const [free = 0] = await freePorts([0]);
    expect(await freePorts([free])).toEqual([free]);
  });
});

describe('the demo', () => {
  it('makes its vault below the folder it was started in, and tells true addresses', async () => {
    demo = await begin({});
    expect(existsSync(path.join(cwd, 'data/vault.db'))).toBe(true);
    const text = banner(demo);
    expect(text).toContain(`${demo.vendor.origin}/demo`);
    expect(text).toContain(demo.running.data);
    expect(text).toMatch(/\/setup#[\w-]{43}/);
    expect(text).toContain('mode: enforce   vault: open');
    expect(text).not.toContain('busy ports');
    expect((await fetch(demo.running.data)).status).toBe(200);
    expect((await fetch(`${demo.running.ops}/readyz`)).status).toBe(200);
  });

  it('takes other ports when the wanted ones are busy, and says so', async () => {
    const { port, release } = await occupied();
    demo = await begin({ CHATVEIL__LISTEN__DATA__PORT: String(port) });
    release();
    expect(banner(demo)).toContain(`busy ports, others taken: data ${port} → ${new URL(demo.running.data).port}`);
    expect((await fetch(demo.running.data)).status).toBe(200);
  });

  it('does not listen beyond this computer', async () => {
    await expect(begin({ CHATVEIL__LISTEN__DATA__HOST: '0.0.0.0' })).rejects.toThrow(DemoNotLocal);
  });

  it('reports what is wrong with overrides', async () => {
    await expect(begin({ CHATVEIL__SITES__0__MODE: 'sometimes' })).rejects.toThrow(DemoProblems);
  });

  it('lets the scripted visitor write through the proxy, until it is stopped', async () => {
    demo = await begin({}, 300);
    const { origin } = demo.vendor;
    const turn = (on: boolean) =>
      fetch(`${origin}/desk/scripted`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ on }),
      });
    await turn(true);
    await expect.poll(() => heard(origin), { timeout: 10_000 }).toContain('[card ••');
    expect(await (await turn(false)).json()).toEqual({ running: false });
    const { typed, conversations } = await vendorSnapshot(origin);
    expect(conversations).toMatchObject([{ scripted: true }]);
    const numbers = typed.map(({ text }) => digitsOf(text)).filter((digits) => digits.length >= 13);
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) expect(digitsOf(await heard(origin))).not.toContain(number);
  });
});

async function heard(origin: string): Promise<string> {
  const { wire } = await vendorSnapshot(origin);
  return wire.map(({ raw }) => raw).join('\n');
}
