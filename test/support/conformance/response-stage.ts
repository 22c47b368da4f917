/** Plays one answer of a vendor against a real plane: what its visitor gets, what the next request gets, what became of the socket. */
import { startPlane, type Tally, testSite } from '../sites.ts';
import { soon, startRecorder, talk } from './raw-line.ts';
import { type Message, NotHttp, readAnswers } from './strict-http.ts';

export interface ResponseStage {
  readonly counted: Tally;
  play(answer: Buffer, how: How): Promise<Got>;
  stop(): Promise<void>;
}

export interface How {
  readonly method: 'GET' | 'HEAD';
  /** The vendor closes after the answer. */
  readonly end: boolean;
  readonly gzip: boolean;
}

export interface Got {
  /** Final answers to the request and to the one behind it on the same connection. */
  readonly answers: readonly Message[];
  /** An answer that is not whole. */
  readonly broken: Buffer;
  readonly closed: boolean;
  /** The proxy closed the socket the answer came on, before the visitor left. */
  readonly dropped: boolean;
  /** What another visitor gets afterwards. */
  readonly next: string;
}

export async function responseStage(): Promise<ResponseStage> {
  const vendor = await startRecorder();
  const limits = { upstreamConnectSecondsMax: 1, upstreamHeadSecondsMax: 1, upstreamIdleSecondsMax: 1 };
  const started = await startPlane([testSite({ upstream: vendor.url, limits })]);
  const { port } = started;
  return {
    counted: started.recorder,
    async play(answer, how) {
      vendor.lines.length = 0;
      vendor.next(answer, how.end);
      let dropped = false;
      const last = async () => {
        dropped = await soon(() => vendor.lines[0]?.closed === true, 100);
      };
      const heard = await talk(port, requests(how), (bytes) => finals(bytes, false, how).length >= 2, { last });
      const other = await talk(port, another, (bytes) => readAnswers(bytes, false).messages.length > 0);
      const answers = finals(heard.bytes, heard.closed, how);
      return {
        answers,
        broken: answers.length === 0 ? heard.bytes : Buffer.alloc(0),
        closed: heard.closed,
        dropped,
        next: String(readAnswers(other.bytes, other.closed).messages[0]?.body),
      };
    },
    async stop() {
      await started.plane.close();
      await vendor.close();
    },
  };
}

/** Two requests at once: if anything of the first answer is left over, the second would get it. */
function requests({ method, gzip }: How): Buffer {
  const rest = `HTTP/1.1\r\nHost: shop.test\r\n${gzip ? 'Accept-Encoding: gzip\r\n' : ''}\r\n`;
  return Buffer.from(`${method} /first ${rest}GET /second ${rest}`);
}

const another = Buffer.from('GET /other HTTP/1.1\r\nHost: shop.test\r\n\r\n');

/** Answers other than 1xx; the first may be one to HEAD. */
function finals(bytes: Buffer, closed: boolean, { method }: How): Message[] {
  const final = ({ start }: Message) => !start[1].startsWith('1');
  if (method === 'GET') return readAnswers(bytes, closed).messages.filter(final);
  const end = bytes.indexOf('\r\n\r\n') + 4;
  if (end < 4) return [];
  const first = readAnswers(bytes.subarray(0, end), closed, true).messages;
  return [...first, ...readAnswers(bytes.subarray(end), closed).messages].filter(final);
}

/** What the strict reader makes of the vector: the answer it begins with, or undefined where that reader refuses. */
export function strictAnswer(bytes: Buffer, how: How): Message | undefined {
  // Behind a first whole answer anything may stand; the reader is asked about as many bytes as make one.
  try {
    return readAnswers(bytes, how.end, how.method === 'HEAD').messages.find(({ start }) => !start[1].startsWith('1'));
  } catch (error) {
    if (!(error instanceof NotHttp)) throw error;
    return firstOf(bytes, how);
  }
}

function firstOf(bytes: Buffer, how: How): Message | undefined {
  for (let end = bytes.indexOf('\r\n\r\n') + 4; end > 3 && end <= Math.min(bytes.length, 4096); end += 1) {
    try {
      const [first] = readAnswers(bytes.subarray(0, end), false, how.method === 'HEAD').messages;
      if (first !== undefined) return first;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
