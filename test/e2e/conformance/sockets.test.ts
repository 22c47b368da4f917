/** WebSocket after RFC 6455 and 7692, frame by frame and on both legs: the right close code, and nothing unscanned goes over. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectFrames } from '../../support/conformance/frames.ts';
import { playCase, type SocketStage, socketStage } from '../../support/conformance/socket-stage.ts';
import { readRows } from '../../support/conformance/vectors.ts';
import { openRoute } from '../../support/sites.ts';

let stage: SocketStage;
beforeAll(async () => {
  const limits = { frameBytesMax: 100_000, frameFragmentsMax: 50 };
  stage = await socketStage({ limits, routes: [{ ...openRoute, binary: 'pass' }] });
});
afterAll(() => stage.stop());

const told: Readonly<Record<string, string>> = {
  '!1002': 'X:1002 CV_SOCKET_PROTOCOL',
  '!1007': 'X:1007 CV_TEXT_NOT_UTF8',
  '!1008': 'X:1008 CV_FRAME_TOO_LARGE',
  '!1009': 'X:1009 CV_FRAME_TOO_LARGE',
  'visitor !': 'X:1001',
  'vendor !': 'X:1014 CV_UPSTREAM_PROTOCOL',
  'visitor !gone': 'X:1001',
  'vendor !gone': 'X:1014 CV_UPSTREAM_CLOSED',
};

const legs = ['visitor', 'vendor'] as const;
const cases = readRows('sockets.tsv').flatMap(([name = '', where = '', deflate, frames = '', back = '', over = '']) =>
  legs
    .filter((leg) => where === 'both' || where === leg)
    .map((leg) => ({ name, leg, deflate: deflate === 'd', frames, back: wish(back, leg), over: wish(over, leg) })),
);

/** The table's shorthand for our own closes, in full. */
function wish(column: string, leg: string): string {
  return column.replace(/![0-9a-z]*/g, (short) => told[short] ?? told[`${leg} ${short}`] ?? short);
}

describe(`${cases.length} WebSocket cases, each whole and in pieces`, () => {
  test.each(cases)('$leg: $name', async (one) => {
    const long = one.frames.includes('*') || one.frames.length > 300;
    for (const size of [Number.POSITIVE_INFINITY, long ? 9973 : 1]) {
      const played = await playCase(stage, { ...one, size });
      expect({ back: played.back.frames, over: played.over.frames }).toEqual({
        back: expectFrames(one.back),
        over: expectFrames(one.over),
      });
      expect([...played.back.faults, ...played.over.faults]).toEqual([]);
      expect(played.over.rest).toBe(0);
      expect(played.closed).toBe(/(?:^|\| )X:/.test(one.over));
    }
  });
});

test('the table is as long as it should be', () => {
  expect(cases.length).toBeGreaterThanOrEqual(320);
});
