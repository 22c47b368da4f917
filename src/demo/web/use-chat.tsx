/** The widget's state: messages as the visitor sees them, the line's state, the last refusal. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Speaker, StoredMessage } from '../protocol.ts';
import { Connection, type Line, type LineState } from './connection.tsx';

export interface Shown {
  readonly key: string;
  readonly from: Speaker;
  readonly text: string;
  /** Sent, but the vendor has not echoed it yet. */
  readonly pending: boolean;
}

let sent = 0;

export function useChat(line: Line) {
  const [messages, setMessages] = useState<readonly Shown[]>([]);
  const [state, setState] = useState<LineState>('connecting');
  const [refusal, setRefusal] = useState('');
  const connection = useMemo(
    () =>
      new Connection({
        history: (stored) => setMessages((now) => [...stored.map(shownOf), ...now.filter((one) => one.pending)]),
        echo: (ref, message) => setMessages((now) => settle(now, ref, message)),
        message: (message) => setMessages((now) => [...now, shownOf(message)]),
        state: setState,
        refused(code, sentence) {
          setRefusal(`Not sent (${code}). ${sentence}`);
          setMessages((now) => now.filter((one) => !one.pending));
        },
      }),
    [],
  );
  useEffect(() => void connection.start(line), [connection, line]);
  return {
    messages,
    state,
    refusal,
    send(text: string): void {
      sent += 1;
      const ref = `r${sent}`;
      setRefusal('');
      setMessages((now) => [...now, { key: ref, from: 'visitor', text, pending: true }]);
      void connection.send(text, ref);
    },
    typing: (text: string): void => void connection.typing(text),
    upload: async (file: File): Promise<void> => {
      setRefusal('');
      if (await connection.upload(file)) setRefusal(`${file.name} was accepted by the vendor.`);
    },
  };
}

/** The echo takes the place of the pending message: what is shown is what came back through the proxy. */
function settle(now: readonly Shown[], ref: string | undefined, message: StoredMessage): readonly Shown[] {
  const echoed = shownOf(message);
  if (now.some((one) => one.key === echoed.key)) return now.filter((one) => one.key !== ref);
  return now.some((one) => one.key === ref) ? now.map((one) => (one.key === ref ? echoed : one)) : [...now, echoed];
}

function shownOf(message: StoredMessage): Shown {
  return { key: message.id, from: message.from, text: message.text, pending: false };
}
