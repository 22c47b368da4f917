/** Cookies: words and numbers are looked at, identifiers and the vendor's own sign-in are not. */
import { expect, test } from 'vitest';
import { ownCookies, scanCookies } from '../../src/proxy/cookie-texts.ts';

const asked: string[] = [];
let left = 0;
const scan = Object.assign(
  (text: string) => {
    asked.push(text);
    if (text.includes('TOKEN')) return { text: '', secrets: true };
    return text.includes('4111') ? { text: text.replace(/4111[\d ]*\d/, '[card]'), secrets: false } : undefined;
  },
  {
    leave(bytes: number) {
      left += bytes;
    },
  },
);
const look = (header: string, own: readonly string[] = []) => {
  asked.length = 0;
  left = 0;
  return scanCookies(header, own, scan);
};

test('only the value that holds something is written anew', () => {
  expect(look('a=b; draft=card%204111%201111%201111%201111!; c="d e"')).toBe('a=b; draft=card%20%5Bcard%5D!; c="d e"');
  expect(asked).toEqual(['card 4111 1111 1111 1111!', '"d e"']);
  expect(look('n=4111111111111111')).toBe('n=%5Bcard%5D');
  expect(look('m=%zz 4111 1')).toBe('m=%25zz%20%5Bcard%5D');
});

test('a cookie without a name is all value', () => {
  expect(look('4111 1111 1111 1111')).toBe('%5Bcard%5D');
  expect(look('a=b; 4111111111111111; =4111111111111111')).toBe('a=b; %5Bcard%5D; =%5Bcard%5D');
});

test('a name that is a number is looked at, with and without its value', () => {
  expect(look('a=b; 4111111111111111=1')).toBe('a=b; %5Bcard%5D=1');
  expect(look('4111-1111=4111 1111 1')).toBe('4111-1111=%5Bcard%5D');
  expect(look('4111 1111 1=4111 1111 1; a=b')).toBe('%5Bcard%5D=%5Bcard%5D; a=b');
});

test('identifiers stay unread, however they are encoded', () => {
  const session = 's%3AaB4111-1111_111.x%2By%2F%3D%3D';
  expect(look(`sid=${session}; _ga=GA1.2.411111111111.1600000000; id=0f8fad5b4111; x=; flag`)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(left).toBe(`${session}GA1.2.411111111111.16000000000f8fad5b4111flag`.length);
});

test("the vendor's own cookies stay, by name, by pattern and below the name of a further host", () => {
  const own = ['sid', 'intercom-session-*'];
  const value = '4111 1111 1111 1111';
  expect(look(`sid=${value}; intercom-session-abc=${value}; cv~a.test~/~sid=${value}`, own)).toBeUndefined();
  expect(look(`sidx=${value}`, own)).toBe('sidx=%5Bcard%5D');
  const sources = [{ from: 'cookie', name: 'sid' } as const, { from: 'query', name: 'q' } as const];
  expect(ownCookies({ conversation: sources, credential: [{ from: 'cookie', name: 's*' }] })).toEqual(['sid', 's*']);
});

test('a value with nothing but secrets in it is a sign-in: it stays and is counted', () => {
  expect(look('auth={"t":"TOKEN"}')).toBeUndefined();
  expect(left).toBe('{"t":"TOKEN"}'.length);
});
