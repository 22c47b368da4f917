/** A process of its own that opens a vault and seals: what the tests kill, lock out and starve. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { conversationId } from '../../src/domain/frame.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createVaultFiles, nothingThere, type OpenedFiles, openVaultFiles } from '../../src/storage/vault-files.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';

const [mode = '', folder = '', report = ''] = process.argv.slice(2);
const files = {
  sqlite: join(folder, 'vault.db'),
  rootKey: { file: join(folder, 'root.key') },
  env: {},
  tenant: 'main',
  clock: { now: () => Date.now() },
  entropy: systemEntropy(),
};

/** One message of one to three values; each token is reported once it is durable, which is when it would leave. */
async function sealMessage(opened: OpenedFiles, worker: number, count: number): Promise<void> {
  const values = Array.from(
    { length: 1 + (count % 3) },
    (_, at) => `synthetic ${process.pid}-${worker}-${count}-${at}`,
  );
  const binding = {
    tenant: 'main',
    site: 'shop',
    conversation: conversationId(`conversation-${worker}-${Math.floor(count / 5)}`),
    kind: 'PAYMENT_CARD',
    detector: 'payment-card',
    credential: 'digest',
  };
  const requests = values.map((value) => ({ secret: new Secret(value), binding, label: 'card ••4242' }));
  const tokens = await opened.vault.data.sealer.seal(requests);
  appendFileSync(report, tokens.map((token, at) => `${token}\t${values[at]}\n`).join(''));
}

async function burst(opened: OpenedFiles): Promise<never> {
  process.stdout.write('sealing\n');
  const workers = Array.from({ length: 16 }, async (_, worker) => {
    for (let count = 0; ; count++) await sealMessage(opened, worker, count);
  });
  return Promise.race(workers);
}

// Without a listener the signal for a file over its limit ends the process instead of failing the write.
process.on('SIGXFSZ', () => undefined);
process.stdout.write('loaded\n');
process.stdin.once('data', () => void run());

async function run(): Promise<void> {
  try {
    if (nothingThere(files)) await createVaultFiles(files, 'both-new');
    const opened = await openVaultFiles(files);
    if (mode === 'hold') {
      process.stdout.write('open\n');
      process.stdin.on('data', () => void sealMessage(opened, 0, 0).then(() => process.stdout.write('sealed\n')));
      process.stdin.once('end', () => void opened.close().then(() => process.exit(0)));
      return;
    }
    await burst(opened).catch((error: { code?: string }) => {
      process.stdout.write(`failed ${error.code} ${opened.vault.data.state()}\n`);
    });
    await opened.close();
    process.exit(0);
  } catch (error) {
    process.stdout.write(`refused ${(error as { code?: string }).code}\n`);
    process.exit(1);
  }
}
