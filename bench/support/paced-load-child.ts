/** A load that does not wait for answers: requests at even distances over kept connections, timed from when each was sent. */
import { Agent, request } from 'node:http';
import { serveParent } from './children.ts';

interface Run {
  readonly ask: 'run';
  readonly port: number;
  readonly perSecond: number;
  readonly count: number;
  /** Sent in turns. */
  readonly bodies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

const CONNECTIONS = 16;

/** How long each answer took, milliseconds, and how many were not the body that was sent. */
async function run({ port, perSecond, count, bodies, headers }: Run): Promise<object> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const took: number[] = [];
  let wrong = 0;
  let sent = 0;
  const begun = performance.now() + 20;
  const answers: Promise<void>[] = [];
  while (sent < count) {
    // To spin would take the core that the proxy and the echo need; a timer is late by a millisecond, for all alike.
    await new Promise((resolve) => setTimeout(resolve, 1));
    while (sent < count && performance.now() >= begun + (sent * 1000) / perSecond) {
      const body = bodies[sent % bodies.length] ?? '';
      const at = performance.now();
      sent += 1;
      const answer = post({ port, agent, headers, body }).then((text) => {
        took.push(performance.now() - at);
        if (text !== body) wrong += 1;
      });
      answers.push(answer);
    }
  }
  await Promise.all(answers);
  agent.destroy();
  return { took, wrong };
}

interface Post extends Pick<Run, 'port' | 'headers'> {
  readonly agent: Agent;
  readonly body: string;
}

function post({ port, agent, headers, body }: Post): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const options = { host: '127.0.0.1', port, agent, method: 'POST', path: '/messages' };
    const sending = request({ ...options, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

serveParent(0, (question) => run(question as Run));
