/** Plays one request vector against a real plane and tells what the visitor, the detector and the vendor saw of it. */
import type { Redactor } from '../../../src/redaction/redaction.ts';
import { fakeRedactor, startPlane, testSite } from '../sites.ts';
import { type Heard, type Recorder, soon, startRecorder, talk } from './raw-line.ts';
import { type Message, NotHttp, type Reading, readAnswers, readRequests } from './strict-http.ts';

export interface RequestStage {
  readonly port: number;
  play(bytes: Buffer, options: PlayOptions): Promise<Played>;
  stop(): Promise<void>;
}

export interface PlayOptions {
  /** Whole answers after which nothing more is waited for. */
  readonly answers: number;
  /** Milliseconds after which nothing more is waited for. */
  readonly wait: number;
  /** Bytes a write. */
  readonly size: number;
  readonly head: boolean;
}

export interface Played {
  /** Final answers, without 1xx. */
  readonly answers: readonly Message[];
  readonly closed: boolean;
  /** Requests that the vendor got, judged by the strict reader. */
  readonly arrived: readonly Message[];
  /** Bytes at the vendor's that are no whole request. */
  readonly stray: number;
  /** Bodies that were looked at on their way to the vendor, with the path they were sent to. */
  readonly scanned: readonly { readonly path: string; readonly body: string }[];
}

export async function requestStage(): Promise<RequestStage> {
  const vendor = await startRecorder();
  const scanned: { path: string; body: string }[] = [];
  const started = await startPlane([testSite({ upstream: vendor.url })], { redactor: watch(scanned) });
  return {
    port: started.port,
    async play(bytes, { answers, wait, size, head }) {
      vendor.lines.length = 0;
      scanned.length = 0;
      // After a refusal, the close that must follow is waited for.
      const enough = (heard: Buffer) => {
        const all = finals(readAnswers(heard, false, head));
        return all.length >= answers && all.every(({ start }) => start[1] === '200');
      };
      const heard = await talk(started.port, bytes, enough, { wait, size });
      return { ...told(heard, head), ...(await arrived(vendor)), scanned: [...scanned] };
    },
    async stop() {
      await started.plane.close();
      await vendor.close();
    },
  };
}

function watch(scanned: { path: string; body: string }[]): Redactor {
  const inner = fakeRedactor();
  return {
    ...inner,
    redact(frame, treatment, restorer) {
      const { direction, path } = frame.head;
      if (direction === 'to-upstream') scanned.push({ path, body: frame.bytes.toString('latin1') });
      return inner.redact(frame, treatment, restorer);
    },
  };
}

function finals({ messages }: Reading): Message[] {
  return messages.filter(({ start }) => !start[1].startsWith('1'));
}

function told(heard: Heard, head: boolean): Pick<Played, 'answers' | 'closed'> {
  return { answers: finals(readAnswers(heard.bytes, heard.closed, head)), closed: heard.closed };
}

/** The vendor's sockets close with the visitor's; what they got until then is all there is. */
async function arrived(vendor: Recorder): Promise<Pick<Played, 'arrived' | 'stray'>> {
  await soon(() => vendor.lines.every(({ closed }) => closed));
  const readings = vendor.lines.map(({ bytes }) => readRequests(bytes));
  return {
    arrived: readings.flatMap(({ messages }) => messages),
    stray: readings.reduce((sum, { rest }) => sum + rest, 0),
  };
}

/** What the strict reader makes of the bytes of the vector itself; undefined where it would refuse them. */
export function strictly(bytes: Buffer): readonly Message[] | undefined {
  try {
    const { messages, rest } = readRequests(bytes, true);
    return rest === 0 ? messages : undefined;
  } catch (error) {
    if (error instanceof NotHttp) return undefined;
    throw error;
  }
}

/** Path and query of a target in any form. */
export function originForm(target: string): string {
  const rest = /^http:\/\/[^/?]*(.*)$/i.exec(target)?.[1];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
