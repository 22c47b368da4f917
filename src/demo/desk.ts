/** The vendor's inside: stores what arrives, tells the agents' pages and the visitor's open sockets. */

import { createFeed, type Feed } from './feed.ts';
import type { DeskEvent, StoredMessage, VendorFrame, VisitorFrame, Way } from './protocol.ts';
import { type Conversation, createDemoStore, type DemoStore, viewOf } from './store.ts';

/** What the vendor needs of one visitor's socket. */
export interface VisitorSocket {
  send(frame: VendorFrame): void;
}

export interface Desk {
  readonly store: DemoStore;
  readonly events: Feed<DeskEvent>;
  open(owner: string, scripted: boolean): Conversation;
  /** A visitor's message or draft; `raw` is what came over the wire, kept for the side-by-side page. */
  hear(conversation: Conversation, frame: VisitorFrame, way: Way, raw: string): StoredMessage | undefined;
  answer(conversation: Conversation, text: string): StoredMessage;
  upload(conversation: Conversation, raw: string): void;
  typed(text: string): void;
  join(conversation: Conversation, socket: VisitorSocket): () => void;
}

export function createDesk(now: () => number, newId: () => string): Desk {
  const store = createDemoStore(now, newId);
  const events = createFeed<DeskEvent>();
  const sockets = new Map<string, Set<VisitorSocket>>();
  const changed = (conversation: Conversation): void =>
    events.tell({ type: 'conversation', conversation: viewOf(conversation) });
  const toVisitor = (conversation: Conversation, frame: VendorFrame): void => {
    for (const socket of sockets.get(conversation.id) ?? []) socket.send(frame);
  };

  return {
    store,
    events,
    open(owner, scripted) {
      const conversation = store.open(owner, scripted);
      changed(conversation);
      return conversation;
    },
    hear(conversation, frame, way, raw) {
      const kind = frame.type;
      events.tell({ type: 'wire', record: store.keepWire(conversation.id, way, kind, raw) });
      if (frame.type === 'typing') {
        conversation.preview = frame.text.slice(0, 1000);
        changed(conversation);
        return undefined;
      }
      const message = store.add(conversation, 'visitor', frame.text);
      changed(conversation);
      toVisitor(conversation, { type: 'echo', ...(frame.ref === undefined ? {} : { ref: frame.ref }), message });
      return message;
    },
    answer(conversation, text) {
      const message = store.add(conversation, 'agent', text);
      changed(conversation);
      toVisitor(conversation, { type: 'message', message });
      return message;
    },
    upload(conversation, raw) {
      events.tell({ type: 'wire', record: store.keepWire(conversation.id, 'upload', 'upload', raw) });
    },
    typed(text) {
      events.tell({ type: 'typed', record: store.keepTyped(text) });
    },
    join(conversation, socket) {
      const joined = sockets.get(conversation.id) ?? new Set();
      sockets.set(conversation.id, joined.add(socket));
      socket.send({ type: 'history', messages: [...conversation.messages] });
      return () => {
        joined.delete(socket);
        if (joined.size === 0) sockets.delete(conversation.id);
      };
    },
  };
}
