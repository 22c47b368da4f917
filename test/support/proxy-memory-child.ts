/** The whole product alone in a process, telling what its heap and buffers hold at most while bodies pass. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../src/compose.ts';
import { createLive } from '../../src/domain/live.ts';
import { createLog } from '../../src/observe/log.ts';
import { loadSettings } from '../../src/settings/load.ts';

const [upstream = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'chatveil-memory-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'chatveil.yaml');
writeFileSync(
  file,
  `data_dir: ./data
vault: { store: { sqlite: ./data/vault.db }, root_key: { file: ./data/root.key } }
sites:
  - { id: shop, hosts: [shop.test], upstream: "${upstream}" }
`,
);
const loaded = await loadSettings({ file, env: {}, cwd: folder });
if (!loaded.ok) throw new Error('the configuration of the test is wrong');
const log = createLog({ level: 'error', destination: process.stderr });
const product = await compose({ settings: createLive(loaded.settings), env: {}, log, createVault: true });
const port = await product.dataPlane.listen({ host: '127.0.0.1', port: 0 });

/** After a collection, so that garbage does not count; both kinds of memory that a buffered body would be in. */
function held(): number {
  (globalThis as unknown as { gc: () => void }).gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let most = 0;
let samples = 0;
setInterval(() => {
  most = Math.max(most, held());
  samples += 1;
}, 400).unref();

process.on('message', (question: 'reset' | 'most') => {
  if (question === 'reset') {
    most = held();
    samples = 0;
  }
  process.send?.({ most, samples, rss: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
