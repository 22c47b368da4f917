/** The agent desk: the vendor's own page, where only what crossed the wire can be seen. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Answer, Thread, Tokenized } from './thread.tsx';
import { useDesk } from './use-desk.tsx';

function DeskPage() {
  const desk = useDesk();
  const [picked, setPicked] = useState('');
  const current = desk.conversations.find((one) => one.id === picked) ?? desk.conversations[0];
  return (
    <div class="desk">
      <header class="top">
        <strong>Agent desk</strong>
        <span class="tag">demo vendor</span>
        <span class={desk.live ? 'live on' : 'live'} role="status">
          {desk.live ? 'live' : 'connecting …'}
        </span>
        <a href="/demo">See all three sides</a>
      </header>
      <nav class="list" aria-label="Conversations">
        {desk.conversations.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-current={one.id === current?.id ? 'true' : undefined}
            onClick={() => setPicked(one.id)}
          >
            <strong>{one.visitor}</strong>
            <span class="last">
              <Tokenized text={one.preview || one.messages.at(-1)?.text || 'no message yet'} />
            </span>
          </button>
        ))}
      </nav>
      <main class="pane">
        {current === undefined ? (
          <p class="hint">No visitor yet. Open the shop, or start the scripted visitor on the three-sides page.</p>
        ) : (
          <>
            <Thread conversation={current} />
            <Answer conversation={current} />
          </>
        )}
      </main>
    </div>
  );
}

const place = document.getElementById('app');
if (place !== null) render(<DeskPage />, place);
