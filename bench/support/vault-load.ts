/** Drives a vault with many conversations at once and measures each message from seal to durable. */
import { conversationId } from '../../src/domain/frame.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OpenedVault } from '../../src/vault/open.ts';

export interface LoadOptions {
  readonly messages: number;
  /** Messages under way at the same time. */
  readonly atOnce: number;
  readonly conversations: number;
  /** Names this load's values, so that every message has one of its own. */
  readonly seed: string;
  /** Messages offered a second, whether or not earlier ones are done; absent means as fast as they go. */
  readonly offered?: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the whole process, both threads, in microseconds a message. */
  readonly cpuMicros: number;
}

const binding = {
  tenant: 'main',
  site: 'shop',
  kind: 'PAYMENT_CARD',
  detector: 'payment-card',
  credential: 'digest-of-a-credential',
};

/** Seals one value a message; then opens a sample, because a fast wrong answer is no figure. */
export async function sealLoad(vault: OpenedVault, options: LoadOptions): Promise<LoadResult> {
  const { messages, conversations, seed } = options;
  const latencies: number[] = [];
  const tokens: string[] = [];
  /** Times count from when a message was due, so that a late start is not hidden. */
  const sealOne = async (index: number, due: number): Promise<void> => {
    const conversation = conversationId(`conversation ${index % conversations}`);
    const secret = new Secret(`synthetic ${seed} ${index}`);
    const [token = ''] = await vault.data.sealer.seal([
      { secret, binding: { ...binding, conversation }, label: 'card ••4242' },
    ]);
    latencies.push(performance.now() - due);
    tokens[index] = token;
  };
  const cpu = process.cpuUsage();
  const begun = performance.now();
  if (options.offered === undefined) await closedLoop(messages, options.atOnce, sealOne);
  else await openLoop(messages, options.offered, sealOne);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await demandSample(vault, tokens, seed);
  latencies.sort((a, b) => a - b);
  const at = (part: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0;
  return { perSecond: messages / seconds, p50Ms: at(0.5), p99Ms: at(0.99), cpuMicros: (user + system) / messages };
}

type SealOne = (index: number, due: number) => Promise<void>;

async function closedLoop(messages: number, atOnce: number, sealOne: SealOne): Promise<void> {
  let next = 0;
  const visitor = async (): Promise<void> => {
    while (next < messages) await sealOne(next++, performance.now());
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
}

async function openLoop(messages: number, offered: number, sealOne: SealOne): Promise<void> {
  const begun = performance.now();
  const running: Promise<void>[] = [];
  while (running.length < messages) {
    const dueCount = Math.min(messages, ((performance.now() - begun) * offered) / 1000);
    while (running.length < dueCount) running.push(sealOne(running.length, begun + (running.length * 1000) / offered));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
}

async function demandSample(vault: OpenedVault, tokens: readonly string[], seed: string): Promise<void> {
  for (let index = 0; index < tokens.length; index += Math.ceil(tokens.length / 50)) {
    const secret = await vault.admin.resolve(tokens[index] ?? '');
    if (secret?.expose((value) => value === `synthetic ${seed} ${index}`) !== true)
      throw new Error('a token did not resolve');
  }
}
