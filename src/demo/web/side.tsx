/** The three sides of one conversation: what was typed, what crossed the wire, what the agent sees. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { TypedRecord } from '../protocol.ts';
import { Answer, Thread } from './thread.tsx';
import { type DeskState, postJson, useDesk } from './use-desk.tsx';
import { useFollow } from './use-follow.tsx';
import { Wire } from './wire.tsx';

type Followed = 'you' | 'scripted';

function SidePage({ shop }: { shop: string }) {
  const desk = useDesk();
  const [followed, setFollowed] = useState<Followed>('you');
  const current = desk.conversations.find((one) => one.scripted === (followed === 'scripted'));
  const records = desk.wire.filter((one) => one.conversation === current?.id);
  const turn = async (on: boolean): Promise<void> => {
    if (on) setFollowed('scripted');
    await postJson('/desk/scripted', { on });
  };
  return (
    <div class="side">
      <header class="top">
        <strong class="brand">Chatveil</strong>
        <span class="tag">demo</span>
        <span class="says">Visitors write as always; the chat vendor gets tokens.</span>
        <Controls desk={desk} followed={followed} follow={setFollowed} turn={turn} />
      </header>
      <main class="columns">
        <section class="column" aria-labelledby="typed">
          <h2 id="typed">
            <span class="step">1</span> What the visitor types
          </h2>
          <p class="lead">
            {followed === 'you'
              ? 'You. Your own words stay readable to you'
              : 'The scripted visitor, in the shop’s chat'}
          </p>
          <iframe
            class={followed === 'you' ? 'chat-frame' : 'chat-frame away'}
            src={`${shop}/chat`}
            title="The visitor’s chat"
          />
          {followed === 'scripted' && <Typed records={desk.typed} />}
        </section>
        <section class="column" aria-labelledby="crossed">
          <h2 id="crossed">
            <span class="step">2</span> What crosses the wire
          </h2>
          <p class="lead">The raw frames that the vendor receives, after Chatveil</p>
          <Wire records={records} />
        </section>
        <section class="column" aria-labelledby="seen">
          <h2 id="seen">
            <span class="step">3</span> What the agent sees
          </h2>
          <p class="lead">The vendor’s desk, all that is stored there</p>
          {current === undefined ? (
            <p class="hint">No message yet. Press an example in the first column.</p>
          ) : (
            <>
              <Thread conversation={current} />
              <Answer conversation={current} />
            </>
          )}
        </section>
      </main>
    </div>
  );
}

interface ControlsProps {
  readonly desk: DeskState;
  readonly followed: Followed;
  follow(followed: Followed): void;
  turn(on: boolean): Promise<void>;
}

function Controls({ desk, followed, follow, turn }: ControlsProps) {
  return (
    <div class="controls">
      <fieldset class="follow">
        <legend class="visually-hidden">Whose conversation is shown</legend>
        <button type="button" aria-pressed={followed === 'you'} onClick={() => follow('you')}>
          You
        </button>
        <button type="button" aria-pressed={followed === 'scripted'} onClick={() => follow('scripted')}>
          Scripted visitor
        </button>
      </fieldset>
      <button type="button" class="primary" aria-pressed={desk.scripted} onClick={() => void turn(!desk.scripted)}>
        {desk.scripted ? 'Stop it' : 'Let it write'}
      </button>
      <a href="/desk">Agent desk</a>
    </div>
  );
}

function Typed({ records }: { records: readonly TypedRecord[] }) {
  const log = useFollow(records.length);
  return (
    <div ref={log} class="typed-log" role="log" aria-label="What the scripted visitor typed">
      {records.length === 0 && (
        <p class="hint">The scripted visitor is off. Start it above; it writes every four seconds.</p>
      )}
      {records.map((record, index) => (
        <p key={index} class="bubble visitor own">
          {record.text}
        </p>
      ))}
    </div>
  );
}

const place = document.getElementById('app');
if (place !== null) render(<SidePage shop={place.dataset['shop'] ?? ''} />, place);
