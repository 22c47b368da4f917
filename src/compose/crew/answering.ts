/** The vault's side of the workers' questions: the real sealer and restorer, answers of one turn sent together. */
import { ChatveilError } from '../../domain/errors.ts';
import { conversationId } from '../../domain/frame.ts';
import type { Live } from '../../domain/live.ts';
import { Secret } from '../../domain/secret.ts';
import type { StatsStore } from '../../domain/stats.ts';
import type { Settings } from '../../settings/settings.ts';
import type { OpenRestorer, Sealer, Token } from '../../vault/vault.ts';
import type { Answer, Question, QuestionName, Questions, RestoreOrder, SealOrder } from './wire.ts';

export interface AnsweringParts {
  readonly settings: Live<Settings>;
  readonly sealer: Sealer;
  readonly openRestorer: OpenRestorer;
  readonly stats: Pick<StatsStore, 'addStats'>;
  readonly tenant: string;
}

type Answers = { [Name in QuestionName]: (ask: Questions[Name]['ask']) => Promise<Questions[Name]['answer']> };

/** Answers to one worker; `send` is called once for all answers of a turn. */
export function createAnswering(parts: AnsweringParts, send: (answers: readonly Answer[]) => void) {
  const answers: Answers = {
    seal: (orders) => seal(parts, orders),
    restore: (order) => restore(parts, order),
    addStats: async ({ stats, coverage }) => {
      await parts.stats.addStats(stats, coverage);
      return null;
    },
  };
  let outbox: Answer[] = [];
  const post = () => {
    const ready = outbox;
    outbox = [];
    send(ready);
  };
  const put = (answer: Answer) => {
    if (outbox.push(answer) === 1) setImmediate(post);
  };
  return (questions: readonly Question[]): void => {
    for (const { id, name, ask } of questions) {
      const answer = answers[name] as ((ask: unknown) => Promise<unknown>) | undefined;
      if (answer === undefined) put({ id, code: 'CV_INTERNAL' });
      else
        answer(ask).then(
          (value) => put({ id, answer: value }),
          (error: unknown) => put({ id, code: error instanceof ChatveilError ? error.code : 'CV_INTERNAL' }),
        );
    }
  };
}

/** The tenant is ours to say, whatever was asked. */
function seal({ sealer, tenant }: AnsweringParts, orders: readonly SealOrder[]): Promise<readonly Token[]> {
  return sealer.seal(
    orders.map(({ plain, binding, label }) => ({ secret: new Secret(plain), binding: { ...binding, tenant }, label })),
  );
}

/** Which kinds may come back is read from the settings in force here. */
async function restore(
  { settings, openRestorer, tenant }: AnsweringParts,
  { token, site, conversation, credential }: RestoreOrder,
): Promise<string | undefined> {
  const policy = settings.current.sites.find(({ id }) => id === site)?.policy;
  if (policy === undefined || credential === '') return undefined;
  const restorer = openRestorer({
    tenant,
    site,
    conversation: conversationId(conversation),
    credential,
    allows: (kind) => policy.restores(kind),
  });
  try {
    return (await restorer.restore(token as Token))?.expose((plain) => plain);
  } finally {
    restorer.close();
  }
}
