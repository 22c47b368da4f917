/** The vendor's public API, the part that the widget reaches through the proxy. */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Desk } from './desk.ts';
import { visitorCookie, visitorOf } from './guard.ts';
import type { Conversation } from './store.ts';

const bodyBytesMax = 512 * 1024;

interface Said {
  readonly text: string;
  readonly ref?: string;
}

export function visitorRoutes(desk: Desk, newId: () => string): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/api/*', bodyLimit({ maxSize: bodyBytesMax }));
  const own = (id: string, cookie: string | undefined): Conversation | undefined => {
    const conversation = desk.store.find(id);
    return conversation?.owner === visitorOf(cookie) ? conversation : undefined;
  };

  app.post('/api/conversations', (c) => {
    const known = visitorOf(c.req.header('cookie'));
    const owner = known ?? newId();
    if (known === undefined) c.header('set-cookie', visitorCookie(owner));
    const { id, visitor } = desk.open(owner, c.req.header('x-demo-scripted') === 'yes');
    return c.json({ id, visitor }, 201);
  });

  app.get('/api/conversations/:id/messages', (c) => {
    const conversation = own(c.req.param('id'), c.req.header('cookie'));
    return conversation === undefined ? c.notFound() : c.json({ messages: conversation.messages });
  });

  app.post('/api/conversations/:id/messages', async (c) => {
    const conversation = own(c.req.param('id'), c.req.header('cookie'));
    if (conversation === undefined) return c.notFound();
    const raw = await c.req.text();
    const said = readSaid(raw);
    if (said === undefined) return c.json({ error: 'text is missing' }, 400);
    const message = desk.hear(conversation, { type: 'message', ...said }, 'http', raw);
    return c.json({ message }, 201);
  });

  app.post('/api/conversations/:id/typing', async (c) => {
    const conversation = own(c.req.param('id'), c.req.header('cookie'));
    if (conversation === undefined) return c.notFound();
    const raw = await c.req.text();
    const said = readSaid(raw);
    if (said === undefined) return c.json({ error: 'text is missing' }, 400);
    desk.hear(conversation, { type: 'typing', text: said.text }, 'http', raw);
    return c.body(null, 204);
  });

  app.post('/api/uploads', async (c) => {
    const owner = visitorOf(c.req.header('cookie'));
    if (owner === undefined) return c.notFound();
    const form = await c.req.formData().catch(() => undefined);
    const file = form?.get('file');
    if (!(file instanceof File)) return c.json({ error: 'file is missing' }, 400);
    desk.upload(desk.open(owner, false), JSON.stringify({ file: file.name, bytes: file.size }));
    return c.json({ name: file.name, bytes: file.size }, 201);
  });
  return app;
}

/** `undefined` for anything but an object with a text: the demo vendor is strict and says 400. */
export function readSaid(raw: string): Said | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
      return undefined;
    }
    const ref = 'ref' in value && typeof value.ref === 'string' ? value.ref.slice(0, 40) : undefined;
    return { text: value.text, ...(ref === undefined ? {} : { ref }) };
  } catch {
    return undefined;
  }
}
