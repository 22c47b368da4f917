/** The page bundles: what the entries are called, and that nothing of them breaks the content security policy. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../src/api/bundle.ts';

const entries = {
  console: ['main.js', 'style.css'],
  demo: ['widget.js', 'side.js', 'desk.js', 'widget.css', 'shop.css', 'desk.css', 'side.css'],
} as const;

describe.each(['console', 'demo'] as const)('the %s bundle', (name) => {
  it('has every entry under a hashed name, with its media type', async () => {
    const bundle = await loadBundle(name);
    for (const entry of entries[name]) {
      const file = bundle.file(entry);
      expect(file).toMatch(/^[a-z]+-[A-Z0-9]{8}\.(js|css)$/);
      expect(bundle.read(file)?.mediaType).toMatch(entry.endsWith('.js') ? /^text\/javascript/ : /^text\/css/);
    }
  });

  it('gives nothing for other names and says which entry is missing', async () => {
    const bundle = await loadBundle(name);
    expect(bundle.read('../package.json')).toBeUndefined();
    expect(() => bundle.file('none.js')).toThrow('none.js');
  });

  it('fetches nothing from elsewhere and stays small', async () => {
    const bundle = await loadBundle(name);
    for (const entry of entries[name]) {
      const contents = Buffer.from(bundle.read(bundle.file(entry))?.contents ?? []);
      expect(contents.length).toBeGreaterThan(500);
      expect(contents.toString()).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
      expect(contents.toString()).not.toMatch(/\beval\(|new Function\(/);
      expect(gzipSync(contents).length).toBeLessThan(60_000);
    }
  });
});
