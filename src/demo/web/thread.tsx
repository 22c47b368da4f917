/** One conversation as an agent sees it: tokens as chips, drafts as they arrive. */
import { useState } from 'preact/hooks';
import type { ConversationView } from '../protocol.ts';
import { tokenParts } from '../token-parts.ts';
import { postJson } from './use-desk.tsx';
import { useFollow } from './use-follow.tsx';

/** Shape and code beside colour, so that a chip is told apart without seeing colours. */
const codes: Readonly<Record<string, string>> = {
  card: 'CARD',
  ssn: 'SSN',
  email: 'MAIL',
  phone: 'TEL',
  health: 'HLTH',
};

export function Tokenized({ text }: { text: string }) {
  return (
    <>
      {tokenParts(text).map((part, index) =>
        part.type === 'text' ? (
          part.text
        ) : (
          <span key={index} class="chip" title={part.text}>
            <span aria-hidden="true">▣ </span>
            {codes[part.kind] ?? part.kind.toUpperCase()} {part.mask}
          </span>
        ),
      )}
    </>
  );
}

export function Thread({ conversation }: { conversation: ConversationView }) {
  const log = useFollow(conversation);
  return (
    <div ref={log} class="thread" role="log" aria-label={`Messages with ${conversation.visitor}`}>
      {conversation.messages.map((message) => (
        <p key={message.id} class={`bubble ${message.from}`}>
          <span class="visually-hidden">{message.from === 'visitor' ? `${conversation.visitor}: ` : 'You: '}</span>
          <Tokenized text={message.text} />
        </p>
      ))}
      {conversation.preview !== '' && (
        <p class="bubble visitor draft-preview">
          <span class="who">{conversation.visitor} is typing</span>
          <Tokenized text={conversation.preview} />
        </p>
      )}
    </div>
  );
}

export function Answer({ conversation }: { conversation: ConversationView }) {
  const [text, setText] = useState('');
  const send = async (answer: string): Promise<void> => {
    if (answer.trim() === '') return;
    setText('');
    await postJson(`/desk/conversations/${conversation.id}/messages`, { text: answer });
  };
  return (
    <form
      class="answer"
      onSubmit={(event) => {
        event.preventDefault();
        void send(text);
      }}
    >
      <input
        aria-label={`Answer ${conversation.visitor}`}
        placeholder={`Answer ${conversation.visitor}`}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">Answer</button>
      <button
        type="button"
        class="quiet"
        onClick={() => void send('Thank you, I have what I need. One moment please.')}
      >
        Quick reply
      </button>
    </form>
  );
}
