/** The vendor's inside for agents and for the side-by-side page; never served through the proxy. */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import type { Desk } from './desk.ts';
import { throughProxy } from './guard.ts';
import type { DeskEvent } from './protocol.ts';

/** The scripted visitor's switch. */
export interface Switch {
  readonly running: boolean;
  turn(on: boolean): void;
}

const heartbeatMs = 15_000;

export function agentRoutes(desk: Desk, scripted: () => Switch): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/desk/*', async (c, next) => (throughProxy(c.env.incoming.headers) ? c.notFound() : next()));
  app.use('/desk/*', bodyLimit({ maxSize: 32 * 1024 }));

  app.get('/desk/events', (c) =>
    streamSSE(c, async (stream) => {
      const queue: DeskEvent[] = [snapshot(desk, scripted())];
      let wake = (): void => {};
      const stop = desk.events.listen((event) => {
        queue.push(event);
        wake();
      });
      stream.onAbort(() => {
        stop();
        wake();
      });
      while (!stream.aborted) {
        for (const event of queue.splice(0)) await stream.writeSSE({ data: JSON.stringify(event) });
        if (queue.length === 0) await nextOrHeartbeat((resolve) => (wake = resolve));
        if (queue.length === 0 && !stream.aborted) await stream.write(': still here\n\n');
      }
    }),
  );

  // JSON bodies only: a foreign page cannot send them without a preflight, which nobody answers.
  app.post('/desk/conversations/:id/messages', async (c) => {
    const conversation = desk.store.find(c.req.param('id'));
    const body = isJson(c.req.header('content-type')) ? await c.req.json<{ text?: unknown }>().catch(() => ({})) : {};
    if (conversation === undefined) return c.notFound();
    if (!('text' in body) || typeof body.text !== 'string' || body.text === '') {
      return c.json({ error: 'text is missing' }, 400);
    }
    return c.json({ message: desk.answer(conversation, body.text) }, 201);
  });

  app.post('/desk/scripted', async (c) => {
    const body = isJson(c.req.header('content-type')) ? await c.req.json<{ on?: unknown }>().catch(() => ({})) : {};
    if (!('on' in body) || typeof body.on !== 'boolean') return c.json({ error: 'on is missing' }, 400);
    scripted().turn(body.on);
    desk.events.tell({ type: 'scripted', running: scripted().running });
    return c.json({ running: scripted().running });
  });
  return app;
}

function snapshot(desk: Desk, scripted: Switch): DeskEvent {
  const { store } = desk;
  return {
    type: 'snapshot',
    conversations: store.conversations(),
    wire: [...store.wire()],
    typed: [...store.typed()],
    scripted: scripted.running,
  };
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

function nextOrHeartbeat(arm: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, heartbeatMs);
    arm(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
