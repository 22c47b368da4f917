/** `npm run bench -- loop`: the longest turn of the event loop while one large message goes through Chatveil and back. */
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { startChild, startProxy } from './support/children.ts';
import { loopShapes, type Shape } from './support/loop-shapes.ts';
import { report, spread } from './support/rounds.ts';

const ROUNDS = 5;
/** The compiler is at work in the first ones. */
const WARM_ROUNDS = 2;
const json = process.argv.includes('--json');
const only = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';

const echo = await startChild('echo-child.ts', []);
const proxy = await startProxy('chatveil', echo);

/** Resolves when the vendor's echo is back, or the message has been refused. */
function send({ body, type, coding }: Shape): Promise<void> {
  return type === undefined ? sendFrame(body) : sendBody(body, type, coding);
}

function sendFrame(body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/chat`, { headers: { Host: 'bench.test' } });
    socket.on('open', () => socket.send(body, { binary: false }));
    socket.on('message', () => socket.terminate());
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

function sendBody(body: Buffer, type: string, coding = 'identity'): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      Host: 'bench.test',
      'Content-Type': type,
      'Content-Encoding': coding,
      'Content-Length': body.length,
    };
    const sent = request({ port: proxy.port, host: '127.0.0.1', method: 'POST', path: '/m', headers }, (response) => {
      response.on('error', () => resolve());
      response.resume().on('close', () => resolve());
    });
    // What is refused while it is still being sent ends with the connection; that is an answer, too.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve();
      else reject(error);
    });
    sent.end(body);
  });
}

async function longest(shape: Shape): Promise<number> {
  await proxy.ask({ ask: 'loop-start' });
  await send(shape);
  const { milliseconds } = await proxy.ask<{ milliseconds: number }>({ ask: 'loop-stop' });
  return milliseconds;
}

try {
  for (const shape of loopShapes().filter(({ name }) => name.includes(only))) {
    const figures: number[] = [];
    for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
      const figure = await longest(shape);
      if (round >= 0) figures.push(figure);
    }
    const line = { suite: 'loop', case: shape.name, subject: 'longest turn', peer: '', metric: 'CPU ms' };
    report({ ...line, value: spread(figures), ratio: null, rounds: ROUNDS }, json);
  }
} finally {
  proxy.stop();
  echo.stop();
}
