/** What the demo vendor keeps: conversations and the raw frames it received, in memory and bounded. */
import type { ConversationView, Speaker, StoredMessage, TypedRecord, Way, WireRecord } from './protocol.ts';

const conversationsMax = 50;
const messagesMax = 200;
const wireMax = 120;
const typedMax = 30;
const textCharactersMax = 4000;

const visitorNames = ['Maya', 'Jonas', 'Priya', 'Leo', 'Ines', 'Tomasz', 'Aiko', 'Sara'];

export interface Conversation {
  readonly id: string;
  /** The vendor's own cookie value; whoever shows it owns the conversation. */
  readonly owner: string;
  readonly visitor: string;
  readonly scripted: boolean;
  readonly messages: StoredMessage[];
  preview: string;
}

export interface DemoStore {
  /** The owner's conversation, made when there is none. */
  open(owner: string, scripted: boolean): Conversation;
  find(id: string): Conversation | undefined;
  add(conversation: Conversation, from: Speaker, text: string): StoredMessage;
  keepWire(conversation: string, way: Way, kind: WireRecord['kind'], raw: string): WireRecord;
  keepTyped(text: string): TypedRecord;
  /** Newest first. */
  conversations(): readonly ConversationView[];
  wire(): readonly WireRecord[];
  typed(): readonly TypedRecord[];
}

export function createDemoStore(now: () => number, newId: () => string): DemoStore {
  const conversations = new Map<string, Conversation>();
  const wire: WireRecord[] = [];
  const typed: TypedRecord[] = [];
  let opened = 0;
  let seq = 0;
  let said = 0;
  const at = (): string => new Date(now()).toISOString();

  const open = (owner: string, scripted: boolean): Conversation => {
    for (const known of conversations.values()) if (known.owner === owner) return known;
    const visitor = visitorNames[opened % visitorNames.length] ?? 'Visitor';
    opened += 1;
    const conversation: Conversation = { id: newId(), owner, visitor, scripted, messages: [], preview: '' };
    conversations.set(conversation.id, conversation);
    forgetOldest(conversations);
    return conversation;
  };

  return {
    open,
    find: (id) => conversations.get(id),
    add(conversation, from, text) {
      said += 1;
      const message = { id: `m${said}`, from, text: text.slice(0, textCharactersMax), at: at() };
      push(conversation.messages, message, messagesMax);
      if (from === 'visitor') conversation.preview = '';
      return message;
    },
    keepWire(conversation, way, kind, raw) {
      seq += 1;
      return push(wire, { seq, conversation, way, kind, raw: raw.slice(0, textCharactersMax), at: at() }, wireMax);
    },
    keepTyped: (text) => push(typed, { text, at: at() }, typedMax),
    conversations: () => [...conversations.values()].reverse().map(viewOf),
    wire: () => wire,
    typed: () => typed,
  };
}

/** Without the owner's cookie: pages must never be able to act as the visitor. */
export function viewOf(conversation: Conversation): ConversationView {
  const { id, visitor, scripted, messages, preview } = conversation;
  return { id, visitor, scripted, messages: [...messages], preview };
}

function push<Item>(list: Item[], item: Item, max: number): Item {
  list.push(item);
  if (list.length > max) list.shift();
  return item;
}

function forgetOldest(conversations: Map<string, Conversation>): void {
  for (const id of conversations.keys()) {
    if (conversations.size <= conversationsMax) return;
    conversations.delete(id);
  }
}
