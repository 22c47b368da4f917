/** A folder of configuration files that lives for one test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface ConfigFolder {
  readonly path: string;
  /** Writes `text` and answers the absolute path. */
  write(name: string, text: string, mode?: number): string;
}

export function configFolder(): ConfigFolder {
  const path = mkdtempSync(join(tmpdir(), 'chatveil-settings-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, text, mode = 0o644) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
      return file;
    },
  };
}

export const minimalConfig = `data_dir: ./data
sites:
  - id: shop
    hosts: [chat.shop.example]
    upstream: http://127.0.0.1:8090
`;
