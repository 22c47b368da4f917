/** What is kept of delivered messages: bounded, in the vendor's words and names, and nothing else of a text changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatches, SentMessages } from '../../src/redaction/sent.ts';

const card = (start: number, end: number) => ({ start, end, insert: '[card]' });
const message = { id: 1, path: '/text', awaited: true, text: 'so 4111 1111 ok', patches: [] };

describe('takeBack', () => {
  it('hides the places and keeps the other words', () => {
    const sent = new SentMessages(100);
    sent.add({ ...message, awaited: false, vendorId: 'm1' }, 0);
    expect(sent.takeBack(1, '/text', [card(3, 12)])).toEqual({ message: 'm1', text: 'so [card] ok' });
  });

  it('answers in the text as it left, not as it was written', () => {
    const sent = new SentMessages(100);
    const patches = [{ start: 0, end: 7, insert: '[email #x]' }];
    sent.add({ ...message, awaited: false, vendorId: 'm1', text: 'a@b.com 4111 ok', patches }, 0);
    expect(sent.takeBack(1, '/text', [card(8, 12)]).text).toBe('[email #x] [card] ok');
  });

  it('remembers what it took back before', () => {
    const sent = new SentMessages(100);
    sent.add({ ...message, awaited: false, vendorId: 'm1', text: '4111 and 1111' }, 0);
    sent.takeBack(1, '/text', [card(0, 4)]);
    expect(sent.takeBack(1, '/text', [card(9, 13)]).text).toBe('[card] and [card]');
  });

  it('knows the field, and answers the mask alone for what it does not have', () => {
    const sent = new SentMessages(100);
    sent.add(message, 0);
    expect(sent.takeBack(1, '/other', [card(0, 4)])).toEqual({ message: undefined, text: '[card]' });
  });

  it('keeps no more text than allowed, and the names all the same', () => {
    const sent = new SentMessages(20);
    sent.add({ ...message, awaited: false, vendorId: 'm1' }, 0);
    sent.add({ ...message, id: 2, awaited: false, vendorId: 'm2' }, 0);
    expect(sent.takeBack(1, '/text', [card(3, 12)])).toEqual({ message: 'm1', text: '[card]' });
    expect(sent.takeBack(2, '/text', [card(3, 12)])).toEqual({ message: 'm2', text: 'so [card] ok' });
    for (let id = 3; id < 60; id += 1) sent.add({ ...message, id, text: 'x' }, 0);
    expect(sent.size).toBeLessThan(30);
  });
});

describe('name', () => {
  it.each([
    ['by its request', (exchange: symbol) => ({ exchange })],
    ['by its own name', () => ({ reference: 'w1' })],
    [
      'by its text, whatever marks the vendor put around it',
      () => ({ text: '<p>so 4111 1111 ok</p>'.replace(/<.?p>/g, ' ') }),
    ],
  ])('finds the message %s', async (_, by) => {
    const exchange = Symbol('one');
    const sent = new SentMessages(100);
    sent.add({ ...message, exchange, reference: 'w1' }, 0);
    const taken = sent.takeBack(1, '/text', [card(3, 12)]);
    sent.name({ id: 'other', reference: 'w2' });
    sent.name({ id: 'm1', ...by(exchange) });
    expect(await taken.message).toBe('m1');
    expect(sent.takeBack(1, '/text', [card(3, 12)])).toEqual({ message: 'm1', text: 'so [card] ok' });
  });

  it('gives two equal texts their names in order', async () => {
    const sent = new SentMessages(100);
    sent.add({ ...message, text: '1111' }, 0);
    sent.add({ ...message, id: 2, text: '1111' }, 0);
    sent.name({ id: 'm1', text: '1111' });
    sent.name({ id: 'm2', text: '1111' });
    expect([sent.takeBack(1, '/text', []).message, sent.takeBack(2, '/text', []).message]).toEqual(['m1', 'm2']);
  });

  it.each(['wipe', 'expire'] as const)('tells who waits that there is no name any more (%s)', async (how) => {
    const sent = new SentMessages(100);
    sent.add(message, 0);
    const { message: named } = sent.takeBack(1, '/text', [card(3, 12)]);
    if (how === 'wipe') sent.wipe();
    else sent.expire(1);
    expect(await named).toBeUndefined();
    expect(sent.size).toBe(0);
  });
});

describe('applyPatches', () => {
  it('is the same in any order and in any number of steps', () => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.string({ minLength: 40, maxLength: 40, unit: 'grapheme-ascii' }),
        places,
        fc.nat(6),
        (text, at, cut) => {
          const patches = at.map((place) => ({ start: place * 2, end: place * 2 + 2, insert: `<${place}>` }));
          const wanted = patches.toSorted((a, b) => b.start - a.start);
          const expected = wanted.reduce(
            (all, { start, end, insert }) => all.slice(0, start) + insert + all.slice(end),
            text,
          );
          const first = applyPatches(text, [], patches.slice(0, cut));
          expect(applyPatches(first.text, first.patches, patches.slice(cut)).text).toBe(expected);
        },
      ),
    );
  });

  it('widens a place that meets one that was replaced', () => {
    const first = applyPatches('ab 4111 cd', [], [{ start: 3, end: 7, insert: '[token]' }]);
    expect(applyPatches(first.text, first.patches, [card(5, 9)]).text).toBe('ab [card]d');
  });
});
