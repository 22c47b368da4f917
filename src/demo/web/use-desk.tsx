/** The agents' pages' state, fed by server-sent events; a reconnect starts from a fresh snapshot. */
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView, DeskEvent, TypedRecord, WireRecord } from '../protocol.ts';

export interface DeskState {
  readonly conversations: readonly ConversationView[];
  readonly wire: readonly WireRecord[];
  readonly typed: readonly TypedRecord[];
  readonly scripted: boolean;
  readonly live: boolean;
}

const empty: DeskState = { conversations: [], wire: [], typed: [], scripted: false, live: false };
const rowsMax = 120;

export function useDesk(): DeskState {
  const [state, setState] = useState(empty);
  useEffect(() => {
    const source = new EventSource('/desk/events');
    source.onmessage = (event) => setState((now) => apply(now, JSON.parse(String(event.data)) as DeskEvent));
    source.onerror = () => setState((now) => ({ ...now, live: false }));
    return () => source.close();
  }, []);
  return state;
}

function apply(now: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'snapshot': {
      const { conversations, wire, typed, scripted } = event;
      return { conversations, wire, typed, scripted, live: true };
    }
    case 'conversation': {
      const others = now.conversations.filter((one) => one.id !== event.conversation.id);
      return { ...now, conversations: [event.conversation, ...others] };
    }
    case 'wire':
      return { ...now, wire: [...now.wire, event.record].slice(-rowsMax) };
    case 'typed':
      return { ...now, typed: [...now.typed, event.record].slice(-rowsMax) };
    case 'scripted':
      return { ...now, scripted: event.running };
  }
}

export function postJson(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
