/** Where the visitor writes: drafts are sent as typing previews, examples type themselves. */
import { useRef, useState } from 'preact/hooks';
import type { Example } from '../synthetic.ts';

const previewMs = 250;
const keystrokeMs = 22;

export interface ComposerProps {
  readonly samples: readonly Example[];
  readonly ready: boolean;
  send(text: string): void;
  typing(text: string): void;
  upload(file: File): Promise<void>;
}

export function Composer({ samples, ready, send, typing, upload }: ComposerProps) {
  const [draft, setDraft] = useState('');
  const [busy, setBusy] = useState(false);
  const preview = usePreview(typing);
  const write = (text: string): void => {
    setDraft(text);
    preview.soon(text);
  };
  const submit = (text: string): void => {
    if (text.trim() === '') return;
    preview.cancel();
    setDraft('');
    send(text);
  };
  const play = async (text: string): Promise<void> => {
    setBusy(true);
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
      for (let length = 1; length <= text.length; length += 1) {
        write(text.slice(0, length));
        await new Promise((resolve) => setTimeout(resolve, keystrokeMs));
      }
    }
    submit(text);
    setBusy(false);
  };
  return (
    <div class="composer">
      <fieldset class="samples" disabled={busy || !ready}>
        <legend class="visually-hidden">Examples</legend>
        {samples.map((sample) => (
          <button key={sample.label} type="button" onClick={() => void play(sample.text)}>
            {sample.label}
          </button>
        ))}
      </fieldset>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(draft);
        }}
      >
        <input
          class="draft"
          aria-label="Your message"
          placeholder="Write a message"
          autocomplete="off"
          value={draft}
          onInput={(event) => write(event.currentTarget.value)}
        />
        <UploadButton upload={upload} />
        <button class="send" type="submit" disabled={!ready}>
          Send
        </button>
      </form>
    </div>
  );
}

function UploadButton({ upload }: Pick<ComposerProps, 'upload'>) {
  return (
    <label class="attach" title="Upload a file">
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M6 10.5l5-5a2.5 2.5 0 0 1 3.6 3.6l-6.3 6.3a4 4 0 0 1-5.7-5.7l6-6"
          fill="none"
          stroke="currentColor"
          stroke-width="1.6"
          stroke-linecap="round"
        />
      </svg>
      <span class="visually-hidden">Upload a file</span>
      <input
        type="file"
        class="visually-hidden"
        onChange={(event) => {
          const input = event.currentTarget;
          const file = input.files?.[0];
          if (file !== undefined) void upload(file).then(() => (input.value = ''));
        }}
      />
    </label>
  );
}

/** At most one preview per `previewMs`, always the newest. */
function usePreview(typing: (text: string) => void) {
  const pending = useRef({ timer: 0, text: '' });
  return {
    soon(text: string): void {
      pending.current.text = text;
      if (pending.current.timer !== 0) return;
      pending.current.timer = window.setTimeout(() => {
        pending.current.timer = 0;
        typing(pending.current.text);
      }, previewMs);
    },
    cancel(): void {
      window.clearTimeout(pending.current.timer);
      pending.current.timer = 0;
    },
  };
}
