/** `chatveil token parse`: is this a token of ours, and what does it say; needs no key and opens nothing. */
import type { Readable } from 'node:stream';
import { findTokens, parseToken } from '../vault/token.ts';
import { createOutput } from './output.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

/** Characters of standard input that are looked at: a token with every mangling we know is far shorter. */
const INPUT_UNITS_MAX = 65_536;

export const token: Verb = (program, io) => {
  program
    .command('token')
    .description('look at tokens')
    .command('parse')
    .argument('[text]', 'the token; standard input without it')
    .description('check the spelling and the checksum; prints {valid, kind, mask, ref} as JSON')
    .option('--json', 'JSON Lines (the only form there is)')
    .action((text: string | undefined) => parse(io, text));
};

async function parse(io: Io, argument: string | undefined): Promise<void> {
  const text = argument ?? (await readText(io.stdin));
  const parsed = parseToken(text) ?? onlyTokenIn(text);
  const { kind, mask, letters } = parsed ?? { kind: null, mask: null, letters: null };
  createOutput(io, true).result({ valid: parsed !== undefined, kind, mask, ref: letters });
  if (parsed === undefined) io.exit(exitCodes.badInput);
}

/** A quoted mail or a page around the one token does not make it less of a token. */
function onlyTokenIn(text: string): ReturnType<typeof parseToken> {
  const found = findTokens(text);
  return found.length === 1 ? found[0]?.parsed : undefined;
}

async function readText(stdin: Readable): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > INPUT_UNITS_MAX) break;
  }
  return text;
}
