/** Signals: one drains, two end at once, SIGHUP reloads, a fault kills without quoting. */
import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { dieOnFault, interruptedCode, untilSignal } from '../../src/cli/process-life.ts';
import { createLog } from '../../src/observe/log.ts';

function setUp(drain: () => Promise<void> = async () => undefined) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const running = { drain: vi.fn(drain), reload: vi.fn(async () => undefined) };
  return { log, lines, running, signals: new EventEmitter() };
}

describe('untilSignal', () => {
  it.each(['SIGTERM', 'SIGINT'])('drains on %s and ends with 0', async (signal) => {
    const { log, running, signals } = setUp();
    const onDrain = vi.fn();
    const ended = untilSignal({ running, log, signals, onDrain });
    signals.emit(signal, signal);
    expect(await ended).toBe(0);
    expect(running.drain).toHaveBeenCalledOnce();
    expect(onDrain).toHaveBeenCalledOnce();
    expect(signals.eventNames()).toEqual([]);
  });

  it('ends at once on the second signal', async () => {
    const { log, running, signals } = setUp(() => new Promise(() => undefined));
    let time = 0;
    const ended = untilSignal({ running, log, signals, now: () => time });
    signals.emit('SIGTERM', 'SIGTERM');
    time = 299; // The same one, by way of the process group.
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await Promise.race([ended, Promise.resolve('still draining')])).toBe('still draining');
    time = 300;
    signals.emit('SIGINT', 'SIGINT');
    expect(await ended).toBe(interruptedCode);
    expect(interruptedCode).toBe(130);
  });

  it('ends with 1 when the drain fails', async () => {
    const { log, lines, running, signals } = setUp(() => Promise.reject(new Error('4111')));
    const ended = untilSignal({ running, log, signals });
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await ended).toBe(1);
    expect(lines.join()).toContain('"event":"fault"');
    expect(lines.join()).not.toContain('4111');
  });

  it('reloads on SIGHUP and goes on', async () => {
    const { log, running, signals } = setUp();
    const ended = untilSignal({ running, log, signals });
    signals.emit('SIGHUP');
    signals.emit('SIGHUP');
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await ended).toBe(0);
    expect(running.reload).toHaveBeenCalledTimes(2);
  });
});

describe('dieOnFault', () => {
  it('ends with 1 and tells the class alone', () => {
    const { log, lines, signals } = setUp();
    const exit = vi.fn();
    const stop = dieOnFault(log, exit, signals);
    signals.emit('uncaughtException', new RangeError('4111'));
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'fault', kind: 'RangeError' });
    stop();
    expect(signals.eventNames()).toEqual([]);
  });
});
