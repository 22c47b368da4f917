/** The widget's line to the vendor: WebSocket by choice, plain HTTP on request; both go through the proxy. */
import type { StoredMessage, VendorFrame, VisitorFrame } from '../protocol.ts';

export type Line = 'websocket' | 'http';
export type LineState = 'connecting' | 'open' | 'closed';

export interface Heard {
  history(messages: readonly StoredMessage[]): void;
  echo(ref: string | undefined, message: StoredMessage): void;
  message(message: StoredMessage): void;
  state(state: LineState): void;
  /** Something was refused on the way; `code` is the proxy's `CV_…` or the vendor's status. */
  refused(code: string, sentence: string): void;
}

const pollMs = 2500;
const retryMs = 1000;

export class Connection {
  readonly #heard: Heard;
  #line: Line = 'websocket';
  #id = '';
  #socket: WebSocket | undefined;
  #timer = 0;

  constructor(heard: Heard) {
    this.#heard = heard;
  }

  async start(line: Line): Promise<void> {
    this.#line = line;
    window.clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#heard.state('connecting');
    try {
      if (this.#id === '') this.#id = await openConversation();
      if (line === 'websocket') this.#connect();
      else await this.#poll();
    } catch {
      this.#heard.state('closed');
      this.#again();
    }
  }

  async send(text: string, ref: string): Promise<void> {
    if (this.#line === 'websocket') {
      this.#put({ type: 'message', text, ref });
      return;
    }
    const answer = await post(this.#path('messages'), { text, ref });
    if (!answer.ok) return this.#refusedBy(answer);
    const { message } = (await answer.json()) as { message: StoredMessage };
    this.#heard.echo(ref, message);
  }

  async typing(text: string): Promise<void> {
    if (this.#line === 'websocket') this.#put({ type: 'typing', text });
    else await post(this.#path('typing'), { text });
  }

  async upload(file: File): Promise<boolean> {
    const form = new FormData();
    form.set('file', file);
    const answer = await fetch('/api/uploads', { method: 'POST', body: form });
    if (!answer.ok) await this.#refusedBy(answer);
    return answer.ok;
  }

  #path(what: string): string {
    return `/api/conversations/${this.#id}/${what}`;
  }

  #put(frame: VisitorFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
    else if (frame.type === 'message')
      this.#heard.refused('not connected', 'The chat is reconnecting; please send it again.');
  }

  #connect(): void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}${this.#path('socket')}`);
    this.#socket = socket;
    socket.onopen = () => this.#heard.state('open');
    socket.onmessage = (event) => this.#hear(JSON.parse(String(event.data)) as VendorFrame);
    socket.onclose = (event) => {
      if (this.#socket !== socket || this.#line !== 'websocket') return;
      this.#heard.state('closed');
      if (event.reason.startsWith('CV_')) this.#heard.refused(event.reason, 'The message was not passed on.');
      this.#again();
    };
  }

  #hear(frame: VendorFrame): void {
    if (frame.type === 'history') this.#heard.history(frame.messages);
    else if (frame.type === 'echo') this.#heard.echo(frame.ref, frame.message);
    else this.#heard.message(frame.message);
  }

  async #poll(): Promise<void> {
    const answer = await fetch(this.#path('messages'));
    if (this.#line !== 'http') return;
    if (answer.ok) {
      this.#heard.state('open');
      this.#heard.history(((await answer.json()) as { messages: StoredMessage[] }).messages);
    } else await this.#refusedBy(answer);
    this.#timer = window.setTimeout(() => void this.#poll().catch(() => this.#again()), pollMs);
  }

  #again(): void {
    // The vendor may have restarted and forgotten the conversation: ask for it anew.
    this.#id = '';
    this.#timer = window.setTimeout(() => void this.start(this.#line), retryMs);
  }

  async #refusedBy(answer: Response): Promise<void> {
    const body = (await answer.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
    this.#heard.refused(body.error?.code ?? `status ${answer.status}`, body.error?.message ?? 'Not accepted.');
  }
}

async function openConversation(): Promise<string> {
  const answer = await post('/api/conversations', {});
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return ((await answer.json()) as { id: string }).id;
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
