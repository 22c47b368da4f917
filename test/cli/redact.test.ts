import { describe, expect, it } from 'vitest';
import { redact } from '../../src/cli/redact.ts';
import { runVerb } from './detection-io.ts';

const run = (...input: (string | Buffer)[]) => runVerb(redact, ['redact'], input);

describe('redact', () => {
  it('masks values and copies the rest', async () => {
    const { out, code } = await run('\ufeffcard 4111 1111 1111 1111, mail a@b.co\r\n😀 fine');
    expect(out).toBe('\ufeffcard [card ••1111], mail [email]\r\n😀 fine');
    expect(code).toBe(0);
  });

  it('gives the same for input in single bytes', async () => {
    const text = 'Hi. My card: 4111 1111\n1111 1111 and ４０１２ ８８８８ ８８８８ １８８１.\nBye.\n';
    const whole = await run(text);
    const bytes = await run(...[...Buffer.from(text)].map((byte) => Buffer.of(byte)));
    expect(bytes.out).toBe(whole.out);
    expect(whole.out).toBe('Hi. My card: [card ••1111] and [card ••1881].\nBye.\n');
  });

  it('stops at bytes that are no UTF-8, and lets nothing go that it has not looked at', async () => {
    const { out, err, code } = await run(
      Buffer.concat([Buffer.from('card 4111 1111 1111 1111 '), Buffer.of(0xff, 0xfe)]),
    );
    expect([out, code]).toEqual(['', 3]);
    expect(err).not.toContain('4111');
  });

  it('refuses a policy it does not know', async () => {
    expect((await runVerb(redact, ['redact', '--policy', 'nowhere'])).code).toBe(3);
  });
});
