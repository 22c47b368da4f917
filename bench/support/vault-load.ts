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
  const { messages, atOnce, conversations, seed } = options;
  const latencies: number[] = [];
  const tokens: string[] = [];
  let next = 0;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const visitor = async (): Promise<void> => {
    while (next < messages) {
      const index = next++;
      const from = performance.now();
      const conversation = conversationId(`conversation ${index % conversations}`);
      const secret = new Secret(`synthetic ${seed} ${index}`);
      const [token = ''] = await vault.data.sealer.seal([
        { secret, binding: { ...binding, conversation }, label: 'card ••4242' },
      ]);
      latencies.push(performance.now() - from);
      tokens[index] = token;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await demandSample(vault, tokens, seed);
  latencies.sort((a, b) => a - b);
  const at = (part: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0;
  return { perSecond: messages / seconds, p50Ms: at(0.5), p99Ms: at(0.99), cpuMicros: (user + system) / messages };
}

async function demandSample(vault: OpenedVault, tokens: readonly string[], seed: string): Promise<void> {
  for (let index = 0; index < tokens.length; index += Math.ceil(tokens.length / 50)) {
    const secret = await vault.admin.resolve(tokens[index] ?? '');
    if (secret?.expose((value) => value === `synthetic ${seed} ${index}`) !== true)
      throw new Error('a token did not resolve');
  }
}
