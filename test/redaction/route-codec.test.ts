/** The codec of a route decides how its frames are read, and parts that no codec reads fall under the route's rules. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildCodec } from '../../src/codecs/compose.ts';
import type { CodecStep } from '../../src/domain/codec-step.ts';
import { type Channel, conversationId, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { Route } from '../../src/domain/profile.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import type { Rule } from '../../src/policy/policy.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { printToken } from '../../src/vault/token.ts';
import { packed } from '../support/msgpack.ts';
import { inspectAll } from '../support/routes.ts';
import { simpleDetection, simpleLabel } from '../support/simple-detection.ts';

const number = '4111111111111111';
const sealer = {
  seal: async (requests: readonly { label: string }[]) =>
    requests.map(({ label }) => printToken(label, randomBytes(16), randomBytes(5))),
  owns: () => false,
};
const redactor = createRedactor({ sealer, clock: { now: () => 0 }, limits: defaultLimits, label: simpleLabel });

interface Scene {
  readonly steps?: readonly CodecStep[];
  readonly channel?: Channel;
  readonly mediaType?: string;
  readonly route?: Partial<Route>;
  readonly action?: Rule['action'];
}

async function redact(body: string | Buffer, scene: Scene) {
  const head: FrameHead = {
    site: 'shop',
    channel: scene.channel ?? 'ws-text',
    direction: 'to-client',
    transport: 'websocket',
    conversation: conversationId('c1'),
    credential: '',
    path: '/chat',
    ...(scene.mediaType !== undefined && { mediaType: scene.mediaType }),
  };
  const rules = [{ id: 'cards', action: scene.action ?? 'mask' }];
  const redaction = await redactor.redact(
    { head, bytes: Buffer.from(body as string) },
    {
      mode: 'enforce',
      policy: createPolicy({ id: 'p', title: 'P', version: '1', rules }),
      detection: simpleDetection,
      route: { ...inspectAll, files: 'block', binary: 'block', ifUnreadable: 'block', ...scene.route },
      limits: defaultLimits,
      tenant: 't',
      ...(scene.steps !== undefined && { codec: buildCodec(scene.steps) }),
    },
  );
  return redaction.verdict === 'forward' ? redaction.bytes.toString('latin1') : redaction.code;
}

const mask = Buffer.from('[card ••1111]').toString('latin1');

describe('the codec of a route', () => {
  it('wins over the declared type', async () => {
    const body = Buffer.from(`{"data":"<b>41&#49;1111111111111</b>"}`);
    const scene = { steps: [{ at: '/data' }, 'html'] as const, channel: 'http-body' as const };
    for (const mediaType of ['image/png', 'text/javascript', 'application/octet-stream', 'text/plain']) {
      const text = await redact(body, { ...scene, mediaType });
      expect(text).toContain(mask);
      expect(text).toContain('<b>');
    }
  });

  it('reads the data of an event stream', async () => {
    const scene = { steps: ['socketio'] as const, channel: 'event-stream' as const, mediaType: 'text/event-stream' };
    expect(await redact(`data: 42["say","${number}"]\n\n`, scene)).toBe(`data: 42["say","${mask}"]\n\n`);
  });

  it('refuses what it cannot read, unless the route lets that pass', async () => {
    expect(await redact('hello', { steps: ['socketio'] })).toBe('CV_WIRE_MALFORMED');
    expect(await redact('hello', { steps: ['socketio'], route: { ifUnreadable: 'pass' } })).toBe('hello');
  });

  it.each<Rule['action']>(['mask', 'tokenize'])(
    'refuses to %s what is signed with a key it does not have',
    async (action) => {
      const rule = { set: '/sig', from: '/text', as: 'hmac-sha256', key: { env: 'NONE' } } as const;
      const body = JSON.stringify({ text: number, sig: 'abc' });
      expect(await redact(body, { steps: [{ recompute: rule }], action })).toBe('CV_SIGNED_CONTENT');
    },
  );
});

describe('binary messages', () => {
  const channel = 'ws-binary';
  const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]);

  it('are opened by a codec that reads such, and by no other', async () => {
    const body = packed({ data: ['say', number] });
    const masked = packed({ data: ['say', '[card ••1111]'] }).toString('latin1');
    expect(await redact(body, { steps: ['socketio-msgpack'], channel })).toBe(masked);
    expect(await redact(body, { steps: ['socketio'], channel })).toBe('CV_BINARY_REFUSED');
    expect(await redact(body, { channel })).toBe('CV_BINARY_REFUSED');
  });

  it('that are text are read as text; other ones follow the rule of the route', async () => {
    expect(await redact(number, { steps: ['socketio'], channel })).toBe(mask);
    expect(await redact(number, { channel })).toBe(mask);
    expect(await redact(image, { steps: ['socketio'], channel })).toBe('CV_BINARY_REFUSED');
    expect(await redact(image, { channel, route: { binary: 'pass' } })).toBe(image.toString('latin1'));
  });

  it('inside a text message follow the same rule', async () => {
    const poll = `42["file"]\u001eb${image.toString('base64')}`;
    for (const steps of [['socketio'] as const, undefined]) {
      const scene = steps === undefined ? {} : { steps };
      expect(await redact(poll, scene)).toBe('CV_BINARY_REFUSED');
      expect(await redact(poll, { ...scene, route: { binary: 'pass' } })).toBe(poll);
    }
  });
});
