/** Pure text of the demo: tokens as chips, and the cut of a split message. Covers the feed and the guard as well. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeed } from '../../src/demo/feed.ts';
import { isLoopback, originAllowed, throughProxy, visitorCookie, visitorOf } from '../../src/demo/guard.ts';
import { splitText } from '../../src/demo/split-text.ts';
import { tokenParts } from '../../src/demo/token-parts.ts';

describe('token parts', () => {
  it('tell tokens from text', () => {
    expect(tokenParts('my card [card ••4242 #bcdfghjk] ok')).toEqual([
      { type: 'text', text: 'my card ' },
      { type: 'token', text: '[card ••4242 #bcdfghjk]', kind: 'card', mask: '••4242' },
      { type: 'text', text: ' ok' },
    ]);
    expect(tokenParts('[ssn #bcdf]')).toEqual([{ type: 'token', text: '[ssn #bcdf]', kind: 'ssn', mask: '' }]);
    expect(tokenParts('[card ••1111]')).toMatchObject([{ kind: 'card', mask: '••1111' }]);
  });

  it('leave other brackets alone', () => {
    for (const text of ['[sic]', 'a[0] = b[1]', '[]', '{"a":[1,2]}']) {
      expect(tokenParts(text)).toEqual([{ type: 'text', text }]);
    }
  });

  it('join to the text again, whatever it is', () => {
    const pieces = fc.array(fc.oneof(fc.string(), fc.constantFrom('[card ••4242 #bcdf]', '[', ']', '#', '[ssn #b]')));
    fc.assert(
      fc.property(pieces, (some) => {
        const text = some.join('');
        expect(
          tokenParts(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('a split message', () => {
  it('is cut through its longest number and joins again', () => {
    expect(splitText('order 12 card 4000 1234 ok')).toEqual(['order 12 card 4000', ' 1234 ok']);
    expect(splitText('abcd')).toEqual(['ab', 'cd']);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(splitText(text).join('')).toBe(text);
      }),
    );
  });
});

describe('the guard', () => {
  it('knows this computer by its names only', () => {
    for (const host of ['127.0.0.1', '127.0.0.1:8090', 'LOCALHOST:1', '[::1]:80']) expect(isLoopback(host)).toBe(true);
    for (const host of [undefined, '', 'shop.example', '127.0.0.1.example', 'localhost.example:80', '10.0.0.1']) {
      expect(isLoopback(host), String(host)).toBe(false);
    }
    expect(originAllowed(undefined)).toBe(true);
    expect(originAllowed('http://127.0.0.1:8080')).toBe(true);
    for (const origin of ['null', 'https://shop.example', 'nonsense']) expect(originAllowed(origin)).toBe(false);
  });

  it('knows what came through a proxy', () => {
    expect(throughProxy({})).toBe(false);
    expect(throughProxy({ 'x-forwarded-for': '127.0.0.1' })).toBe(true);
    expect(throughProxy({ 'x-forwarded-host': '127.0.0.1:8080' })).toBe(true);
  });

  it('reads back its own cookie and no made-up one', () => {
    const value = 'abcdefghijklmnopqrst';
    expect(visitorOf(`a=b; ${visitorCookie(value).split(';')[0]}`)).toBe(value);
    for (const cookie of [undefined, '', 'demo_visitor=', 'demo_visitor=short', 'demo_visitor=ABCDEFGHIJKLMNOPQRST']) {
      expect(visitorOf(cookie), String(cookie)).toBeUndefined();
    }
  });
});

describe('a feed', () => {
  it('tells listeners until they stop', () => {
    const feed = createFeed<number>();
    const heard: number[] = [];
    const stop = feed.listen((event) => heard.push(event));
    feed.tell(1);
    stop();
    feed.tell(2);
    expect(heard).toEqual([1]);
    expect(feed.listeners).toBe(0);
  });
});
