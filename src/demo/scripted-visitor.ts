/** A visitor that writes by itself: a plain WebSocket client of the data listener, with made-up words. */
import { WebSocket } from 'ws';
import type { Switch } from './agent-routes.ts';
import { script } from './synthetic.ts';

export interface ScriptedOptions {
  /** Origin of the data listener, so that everything passes the proxy. */
  readonly shopOrigin: () => string;
  readonly everyMs: number;
  readonly chance: () => number;
  /** What was typed, for the visitor's own column of the side-by-side page. */
  readonly onTyped: (text: string) => void;
  /** Told when the visitor stopped by itself because the line broke. */
  readonly onStopped: () => void;
}

/** Pause between the two halves of a draft and the message itself. */
const keystrokePauseMs = 500;

export function createScriptedVisitor(options: ScriptedOptions): Switch {
  let visit: { stop(): void } | undefined;
  return {
    get running() {
      return visit !== undefined;
    },
    turn(on) {
      if (!on) {
        visit?.stop();
        visit = undefined;
        return;
      }
      visit ??= beginVisit(options, () => {
        visit = undefined;
        options.onStopped();
      });
    },
  };
}

function beginVisit(options: ScriptedOptions, broke: () => void): { stop(): void } {
  const lines = script(options.chance);
  const timers = new Set<NodeJS.Timeout>();
  let socket: WebSocket | undefined;
  let next = 0;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    socket?.close(1000);
  };
  const end = (): void => {
    if (stopped) return;
    stop();
    broke();
  };
  const later = (action: () => void, ms: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };
  const put = (frame: object): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };
  const speak = (): void => {
    const text = lines[next % lines.length] ?? '';
    next += 1;
    put({ type: 'typing', text: text.slice(0, Math.ceil(text.length * 0.6)) });
    later(() => put({ type: 'typing', text }), keystrokePauseMs);
    later(() => {
      options.onTyped(text);
      put({ type: 'message', text });
    }, 2 * keystrokePauseMs);
    later(speak, options.everyMs);
  };
  openSocket(options.shopOrigin()).then((opened) => {
    socket = opened;
    if (stopped) return opened.close(1000);
    opened.on('close', end);
    opened.on('error', end);
    speak();
    return undefined;
  }, end);
  return { stop };
}

async function openSocket(origin: string): Promise<WebSocket> {
  const answer = await fetch(`${origin}/api/conversations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-demo-scripted': 'yes' },
    body: '{}',
  });
  const { id } = (await answer.json()) as { id: string };
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const url = `${origin.replace(/^http/, 'ws')}/api/conversations/${id}/socket`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: { cookie } });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}
