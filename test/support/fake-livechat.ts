/** As much of LiveChat as its SDK needs: tokens, log in, a chat, echoes with the request's id, uploads, telemetry. */
import type { WebSocket } from 'ws';
import { type FakeVendor, type Heard, startVendor } from './redirecting.ts';

const customer = 'customer-1';
const agent = {
  id: 'agent@livechat.test',
  type: 'agent',
  name: 'Ann',
  avatar: 'https://cdn.livechat-files.com/api/file/ann.png',
  job_title: 'Support',
  present: true,
};

interface Frame {
  readonly request_id: string;
  readonly action: string;
  readonly payload: {
    readonly event?: Record<string, unknown>;
    readonly chat?: { readonly thread?: { readonly events?: Record<string, unknown>[] } };
  };
}

let counter = 0;
const event = (sent: Record<string, unknown>) => ({
  ...sent,
  id: `event_${++counter}`,
  author_id: customer,
  created_at: new Date(0).toISOString(),
  visibility: 'all',
});

function chat(events: readonly object[]) {
  return {
    id: 'chat_1',
    access: { group_ids: [0] },
    users: [{ id: customer, type: 'customer', name: 'Visitor', present: true }, agent],
    properties: {},
    thread: {
      id: 'thread_1',
      active: true,
      access: { group_ids: [0] },
      created_at: new Date(0).toISOString(),
      user_ids: [customer, agent.id],
      events,
      properties: {},
    },
  };
}

/** Echoes carry the id of the request: the SDK waits for them, not for the answer. */
function answerFrame(socket: WebSocket, text: string) {
  const { request_id, action, payload } = JSON.parse(text) as Frame;
  const say = (frame: object) => socket.send(JSON.stringify(frame));
  const respond = (answer: object) => say({ request_id, action, type: 'response', success: true, payload: answer });
  switch (action) {
    case 'login':
      return respond({
        customer_id: customer,
        has_active_thread: false,
        chats: [],
        customer: { id: customer, type: 'customer', statistics: {}, session_fields: [] },
        __priv_dynamic_config: {
          online_groups_ids: [0],
          customer_data: {},
          customer_groups: { monitoring: { id: 0 } },
        },
      });
    case 'start_chat': {
      respond({ chat_id: 'chat_1', thread_id: 'thread_1', event_ids: [] });
      const events = (payload.chat?.thread?.events ?? []).map(event);
      return say({
        request_id,
        action: 'incoming_chat',
        type: 'push',
        payload: { chat: chat(events), requester_id: customer },
      });
    }
    case 'send_event': {
      respond({ event_id: `event_${counter + 1}` });
      const echo = event(payload.event ?? {});
      say({
        request_id,
        action: 'incoming_event',
        type: 'push',
        payload: { chat_id: 'chat_1', thread_id: 'thread_1', event: echo },
      });
      const reply = {
        id: 'event_agent',
        author_id: agent.id,
        type: 'message',
        text: 'Hello from the desk',
        created_at: new Date(0).toISOString(),
        visibility: 'all',
      };
      return say({
        action: 'incoming_event',
        type: 'push',
        payload: { chat_id: 'chat_1', thread_id: 'thread_1', event: reply },
      });
    }
    default:
      return respond({});
  }
}

function answerHttp({ url, headers }: Heard, response: Parameters<Parameters<typeof startVendor>[0]>[1]): void {
  const cors = {
    'access-control-allow-origin': headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'content-type': 'application/json',
  };
  const say = (body: object, more: Record<string, string | string[]> = {}) =>
    void response.writeHead(200, { ...cors, ...more }).end(JSON.stringify(body));
  if (url.startsWith('/v2/customer/token')) {
    const cookies = [
      '__lc_cid=visitor-cookie; Domain=.livechatinc.com; Path=/v2/customer; Secure; HttpOnly; SameSite=None',
      '__lc_all=everywhere; Domain=livechatinc.com; Path=/; Secure',
    ];
    say(
      { access_token: 'dal:test', entity_id: customer, expires_in: 28800, token_type: 'Bearer' },
      { 'set-cookie': cookies },
    );
  } else if (url.includes('/action/upload_file'))
    say({ url: 'https://cdn.livechat-files.com/api/file/lc/1/notes.txt' });
  else if (url.startsWith('/logs')) response.writeHead(200, { 'content-type': 'image/gif' }).end();
  else say({});
}

export function startFakeLiveChat(): Promise<FakeVendor> {
  return startVendor(answerHttp, answerFrame);
}
