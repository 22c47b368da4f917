/**
 * By hand: `npx tsx scripts/event-loop.ts`. Sends every vector of test/fixtures/conformance through the whole product in
 * a process of its own and says how long each held that process's event loop; nothing is asserted, the machine decides.
 * With the name of an area behind it, only that one.
 */
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { codedBodies } from '../test/support/conformance/codings.ts';
import { splitFrames, writeFrame } from '../test/support/conformance/frames.ts';
import { type Recorder, startRecorder, talk } from '../test/support/conformance/raw-line.ts';
import { readRows, readVectors } from '../test/support/conformance/vectors.ts';
import { startCapturing, startProduct } from '../test/support/product.ts';

/** Longest delay a vector may cause, in milliseconds. */
const BOUND = 50;

interface Play {
  readonly area: string;
  readonly name: string;
  run(port: number, vendor: Recorder): Promise<unknown>;
}

async function child(upstream: string): Promise<void> {
  const product = await startProduct({ upstream });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', (word) => {
    if (word === 'reset') delay.reset();
    process.send?.(delay.max / 1e6);
    if (word === 'stop') void product.stop().then(() => process.exit(0));
  });
  process.send?.(product.port);
}

const post = (body: Buffer, coding = 'identity') =>
  Buffer.concat([
    Buffer.from(
      `POST /m HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/json\r\nContent-Encoding: ${coding}\r\n` +
        `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
    ),
    body,
  ]);
const ask = (bytes: Buffer) => (port: number) => talk(port, bytes, () => false, { wait: 400 });
const answered = (bytes: Buffer) => async (port: number, vendor: Recorder) => {
  vendor.next(bytes, true);
  await talk(port, Buffer.from('GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n'), () => false, {
    wait: 400,
  });
};

async function socket(frames: string, port: number): Promise<void> {
  const line = connect(port, '127.0.0.1');
  line.on('error', () => undefined);
  line.write(
    'GET /s HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n',
  );
  await new Promise((resolve) => line.once('data', resolve));
  for (const text of splitFrames(frames)) if (!/^(?:FIN|RST)$/.test(text)) line.write(writeFrame(text, true));
  await new Promise((resolve) => setTimeout(resolve, 60));
  line.destroy();
}

function plays(): Play[] {
  const requests = ['requests-framing.tsv', 'requests-target.tsv', 'requests-head.tsv'].flatMap(readVectors);
  return [
    ...requests.map(({ name, bytes }) => ({ area: 'requests', name, run: ask(bytes) })),
    ...readVectors('responses.tsv').map(({ name, bytes }) => ({ area: 'answers', name, run: answered(bytes) })),
    ...readRows('sockets.tsv').map(([name = '', , , frames = '']) => ({
      area: 'sockets',
      name,
      run: (port: number) => socket(frames, port),
    })),
    ...readVectors('handshakes.tsv').map(({ name, bytes }) => ({ area: 'handshakes', name, run: ask(bytes) })),
    ...readVectors('json.tsv').map(({ name, bytes }) => ({ area: 'json', name, run: ask(post(bytes)) })),
    ...codedBodies.map(({ name, coding, body }) => ({ area: 'codings', name, run: ask(post(body, coding)) })),
  ];
}

interface Measured {
  readonly name: string;
  readonly delay: number;
}

/** Plays everything of one area through a product of its own; WebSockets need a vendor that takes them. */
async function measure(area: string, vendor: Recorder, upstream: string): Promise<void> {
  const product = fork(import.meta.filename, ['--child', upstream], { execArgv: process.execArgv });
  const next = () => new Promise<number>((resolve) => product.once('message', (value) => resolve(Number(value))));
  const tell = (word: string) => {
    const answer = next();
    product.send(word);
    return answer;
  };
  const port = await next();
  const once = async (play: Play) => {
    await tell('reset');
    await play.run(port, vendor);
    return tell('read');
  };
  const all: Measured[] = [];
  const own = plays().filter((play) => play.area === area);
  for (const play of [...own.slice(0, 20), ...own]) {
    let delay = await once(play);
    // Another process may have had the processor: only what comes back is the vector's doing.
    for (let again = 0; again < 3 && delay > BOUND / 2; again += 1) delay = Math.min(delay, await once(play));
    all.push({ name: play.name, delay });
  }
  // The first ones ran on code that was not compiled yet.
  const measured = all.slice(20).sort((one, other) => other.delay - one.delay);
  const over = measured.filter(({ delay }) => delay > BOUND).length;
  const worst = measured.slice(0, 3).map(({ name, delay }) => `${name} ${delay.toFixed(1)} ms`);
  console.log(`${area}: ${measured.length} vectors, ${over} over ${BOUND} ms; slowest: ${worst.join(', ')}`);
  await tell('stop');
}

async function measureAll(only: string | undefined): Promise<void> {
  const vendor = await startRecorder();
  const sockets = await startCapturing();
  for (const area of new Set(plays().map((play) => play.area))) {
    if (only === undefined || only === area) await measure(area, vendor, area === 'sockets' ? sockets.url : vendor.url);
  }
  await vendor.close();
  await sockets.close();
}

const [first, second] = process.argv.slice(2);
await (first === '--child' ? child(String(second)) : measureAll(first));
