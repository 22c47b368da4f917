/** The log prints listed fields of listed events, whatever it is handed. */
import { describe, expect, it } from 'vitest';
import { ChatveilError } from '../../src/domain/errors.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createLog, type LogEvent, type LogFields, logEvents, logFields } from '../../src/observe/log.ts';

const planted = '4111 1111 1111 1111';

function capture(level: 'debug' | 'info' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, destination: { write: (line: string) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') };
}

describe('createLog', () => {
  it('prints an event with its fields as one JSON line', () => {
    const { log, last } = capture();
    log.info('listening', { listener: 'data', address: 'http://127.0.0.1:8080', port: 8080 });
    expect(last()).toEqual({
      level: 'info',
      time: expect.any(String),
      event: 'listening',
      listener: 'data',
      address: 'http://127.0.0.1:8080',
      port: 8080,
    });
  });

  it('drops fields that are not on the list', () => {
    const { log, lines, last } = capture();
    const fields = { site: 'shop', body: planted, headers: { cookie: planted }, secret: new Secret(planted) };
    log.warn('request-refused', fields as unknown as LogFields);
    expect(Object.keys(last()).sort()).toEqual(['event', 'level', 'site', 'time']);
    expect(lines.join()).not.toContain('4111');
  });

  it('drops listed fields of another shape', () => {
    const { log, lines, last } = capture();
    const fields: Record<string, unknown> = {};
    for (const name of Object.keys(logFields)) fields[name] = { text: planted };
    log.warn('request-refused', fields as unknown as LogFields);
    expect(Object.keys(last()).sort()).toEqual(['event', 'level', 'time']);
    for (const name of ['site', 'reason', 'kind', 'code', 'id', 'state']) {
      log.warn('request-refused', { [name]: planted } as LogFields);
      log.warn('request-refused', { [name]: '4111111111111111' } as LogFields);
      log.warn('request-refused', { [name]: 'said: call me' } as LogFields);
    }
    log.warn('request-refused', { status: Number.NaN, count: planted as unknown as number });
    expect(lines).toHaveLength(20);
    expect(lines.join()).not.toMatch(/4111|call me|NaN/);
  });

  it('prints no event of its caller’s making', () => {
    const { log, lines } = capture();
    log.error(planted as LogEvent);
    expect(lines).toEqual([]);
    expect(new Set(logEvents).size).toBe(logEvents.length);
  });

  it('tells a fault by code and id, a foreign exception by its class', () => {
    const { log, lines, last } = capture();
    const error = new ChatveilError('CV_VAULT_UNAVAILABLE', {}, { cause: new Error(planted) });
    log.fault(error, { site: 'shop' });
    expect(last()).toMatchObject({
      event: 'fault',
      code: 'CV_VAULT_UNAVAILABLE',
      id: error.id,
      fault: 'us',
      retry: true,
    });
    log.fault(Object.assign(new TypeError(planted), { code: 'ECONNRESET' }));
    expect(last()).toMatchObject({ event: 'fault', kind: 'TypeError', reason: 'ECONNRESET' });
    log.fault(planted);
    expect(lines.join()).not.toContain('4111');
  });

  it('keeps lines whole when an operator’s text has line ends in it', () => {
    const { log, lines, last } = capture();
    log.error('settings-problem', { problem: 'a\nb\u202e', line: 3 });
    expect(lines).toHaveLength(1);
    expect(last().problem).toBe('a b ');
  });

  it('follows its level', () => {
    const { log, lines } = capture('info');
    log.debug('draining');
    log.setLevel('error');
    log.warn('draining');
    expect(lines).toEqual([]);
  });
});
