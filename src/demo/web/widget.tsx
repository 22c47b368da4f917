/** The visitor's chat widget: what a shop would embed, with a few knobs that make the proxy visible. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { splitText } from '../split-text.ts';
import { examples } from '../synthetic.ts';
import { Composer } from './composer.tsx';
import type { Line } from './connection.tsx';
import { useChat } from './use-chat.tsx';
import { useFollow } from './use-follow.tsx';

const samples = examples(Math.random);

function Widget({ launcher }: { launcher: boolean }) {
  const [open, setOpen] = useState(!launcher);
  if (!open) {
    return (
      <button class="launch" type="button" onClick={() => setOpen(true)} aria-label="Open the chat">
        Chat with us
      </button>
    );
  }
  return <ChatPanel close={launcher ? () => setOpen(false) : undefined} />;
}

function ChatPanel({ close }: { close: (() => void) | undefined }) {
  const [line, setLine] = useState<Line>('websocket');
  const [split, setSplit] = useState(false);
  const chat = useChat(line);
  const send = (text: string): void => {
    for (const piece of split ? splitText(text) : [text]) chat.send(piece);
  };
  return (
    <section class="chat" aria-label="Chat">
      <header class="chat-head">
        <div>
          <strong>Oak &amp; Ember support</strong>
          <span class={`state state-${chat.state}`} role="status">
            {chat.state === 'open' ? 'online' : chat.state === 'closed' ? 'reconnecting …' : 'connecting …'}
          </span>
        </div>
        {close !== undefined && (
          <button class="icon" type="button" onClick={close} aria-label="Close the chat">
            ×
          </button>
        )}
      </header>
      <Messages chat={chat} />
      {chat.refusal !== '' && (
        <p class="refusal" role="alert">
          {chat.refusal}
        </p>
      )}
      <Composer samples={samples} send={send} typing={chat.typing} upload={chat.upload} ready={chat.state === 'open'} />
      <div class="knobs">
        <label>
          <input type="checkbox" checked={split} onChange={(event) => setSplit(event.currentTarget.checked)} /> send as
          two messages
        </label>
        <label>
          <input
            type="checkbox"
            checked={line === 'http'}
            onChange={(event) => setLine(event.currentTarget.checked ? 'http' : 'websocket')}
          />{' '}
          use HTTP instead of WebSocket
        </label>
      </div>
    </section>
  );
}

function Messages({ chat }: { chat: ReturnType<typeof useChat> }) {
  const { messages } = chat;
  const log = useFollow(messages);
  return (
    <div ref={log} class="messages" role="log" aria-label="Messages">
      {messages.length === 0 && (
        <p class="hint">
          Say something, or press an example below. You see your own words in full; the chat vendor never does.
        </p>
      )}
      {messages.map((message) => (
        <p key={message.key} class={`bubble ${message.from}${message.pending ? ' pending' : ''}`}>
          <span class="visually-hidden">{message.from === 'visitor' ? 'You: ' : 'Agent: '}</span>
          {message.text}
        </p>
      ))}
    </div>
  );
}

for (const place of document.querySelectorAll<HTMLElement>('[data-widget]')) {
  render(<Widget launcher={place.dataset['widget'] === 'launcher'} />, place);
}
