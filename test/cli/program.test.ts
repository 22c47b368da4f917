/** The command line: its verbs, its exit codes, and what a mistyped one answers. */
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';
import { captureIo, chatveil } from '../support/io.ts';

describe('runCommandLine', () => {
  it('tells the process the code that a verb asked for', async () => {
    const captured = captureIo();
    expect(await runCommandLine(['config', 'check', '/no/such/file'], captured.io, '1')).toBe(3);
    expect(captured.code()).toBe(3);
  });

  it('answers usage mistakes with 2 and a suggestion', async () => {
    expect(await chatveil(['demmo'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean demo?') });
    expect(await chatveil(['config', 'chekc'])).toMatchObject({ code: 2, err: expect.stringContaining('check') });
    expect((await chatveil(['run', '--nope'])).code).toBe(2);
    expect((await chatveil(['init', '--vendor', 'generic'])).code).toBe(2);
    expect(await chatveil([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: chatveil') });
  });

  it('prints version and help with 0', async () => {
    expect(await chatveil(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
    const help = await chatveil(['--help']);
    expect(help.code).toBe(0);
    for (const verb of ['run', 'demo', 'init', 'config', 'scan', 'redact', 'detectors', 'vault', 'token', 'doctor']) {
      expect(help.out).toMatch(new RegExp(`^ {2}${verb}\\b`, 'm'));
    }
  });
});
