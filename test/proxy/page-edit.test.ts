/** Whole pages and scripts: the shim is first, stale integrity is gone, and what nobody asked for stays. */
import { describe, expect, it, test } from 'vitest';
import { createUrlMap } from '../../src/domain/url-map.ts';
import { type Redirect, shimPatches, type UrlRewrite } from '../../src/domain/vendor-hosts.ts';
import { atOnce } from '../../src/domain/work.ts';
import { hostsOf } from '../../src/proxy/mount.ts';
import { pageEditor } from '../../src/proxy/page-edit.ts';
import { mountedSite } from '../support/mounted.ts';

const own = { scheme: 'https', host: 'chat.example' } as const;

function stage(inject: readonly ('html' | 'script')[], rewriteUrls: readonly UrlRewrite[] = []) {
  const redirect: Redirect = { origin: 'preserve', ...(inject.length > 0 && { shim: { inject, patch: ['fetch'] } }) };
  const { profile, upstream: home } = mountedSite({ redirect, rewriteUrls });
  const urls = createUrlMap({ hosts: hostsOf(profile), own, prefix: '/__h', home });
  const editor = pageEditor({ profile, own, prefix: '/__h', home, urls });
  const edit = (mediaType: string, text: string, wantedFor?: string) => {
    const work = editor.editor({ mediaType, wantedFor });
    return work === undefined ? undefined : atOnce(work(Buffer.from(text))).toString();
  };
  return { editor, edit };
}

const js: UrlRewrite = { in: 'js', hosts: ['api'], reverse: false };
const page = `<!doctype html><html><head><title>x</title></head><body>é</body></html>`;

describe('a page', () => {
  it('has the shim before everything else', () => {
    const { edit, editor } = stage(['html']);
    const shim = `<script>${editor.shim()}</script>`;
    expect(edit('text/html', page)).toBe(page.replace('<head>', () => `<head>${shim}`));
    expect(edit('text/html', page, 'iframe')).toContain(shim);
    expect(editor.inline).toBe(true);
  });

  it('is left alone when it is a fragment, or wanted by a script', () => {
    const { edit } = stage(['html']);
    expect(edit('text/html', '<p>hello</p>')).toBe('<p>hello</p>');
    expect(edit('text/html', page, 'empty')).toBeUndefined();
    expect(edit('application/json', '{}')).toBeUndefined();
    expect(stage([]).edit('text/html', page)).toBeUndefined();
  });

  it('loses the integrity of scripts that we change, and of no others', () => {
    const html = `<head><script src="/a.js" integrity="sha256-a"></script><script src="https://chat.example/__h/api.vendor.example/b.js" integrity='sha256-b'></script><script src="https://other.example/c.js" integrity="sha256-c"></script><script src="//other.example/d.js" integrity="sha256-d"></script>`;
    const edited = stage(['script']).edit('text/html', html) ?? '';
    expect([...edited.matchAll(/integrity=["']([^"']*)/g)].map(([, value]) => value)).toEqual([
      '',
      '',
      'sha256-c',
      'sha256-d',
    ]);
    expect(stage(['html']).edit('text/html', html)).toContain('integrity="sha256-a"');
  });

  it('has its policy in a meta element widened', () => {
    const html = `<head><meta http-equiv="Content-Security-Policy" content="connect-src &#39;self&#39; https://api.vendor.example">`;
    expect(stage(['html']).edit('text/html', html)).toContain(
      'content="connect-src &#39;self&#39; https://chat.example wss://chat.example"',
    );
  });

  it('has URLs in inline scripts mapped where a rule asks for it', () => {
    const html = '<head></head><script>é="https://api.vendor.example/x"</script><p>"https://api.vendor.example/"</p>';
    expect(stage([], [js]).edit('text/html', html)).toBe(
      '<head></head><script>é="https://chat.example/__h/api.vendor.example/x"</script><p>"https://api.vendor.example/"</p>',
    );
  });
});

describe('a script', () => {
  it('has the shim behind its directives, and URLs mapped', () => {
    const { edit, editor } = stage(['script'], [js]);
    expect(edit('text/javascript', '"use strict";a="https://api.vendor.example/é"', 'script')).toBe(
      `"use strict";${editor.shim()}\na="https://chat.example/__h/api.vendor.example/é"`,
    );
    expect(edit('application/javascript', 'a', 'worker')).toContain('__chatveil');
  });

  it('has the shim as a worker, which no page brings it, wherever pages have it', () => {
    const { edit, editor } = stage(['html']);
    for (const kind of ['worker', 'sharedworker', 'serviceworker']) {
      expect(edit('text/javascript', 'a', kind)).toBe(`${editor.shim()}\na`);
    }
    expect(stage([], [js]).edit('text/javascript', 'a', 'worker')).toBe('a');
    expect(stage([]).edit('text/javascript', 'a', 'worker')).toBeUndefined();
  });

  it('stays when nobody asked, and when it is not wanted as one', () => {
    expect(stage(['html']).edit('text/javascript', 'a')).toBeUndefined();
    expect(stage(['script']).edit('text/javascript', 'a', 'empty')).toBeUndefined();
  });
});

test('the hash is that of the script as it stands in the page', async () => {
  const { editor, edit } = stage(['html']);
  const inPage = /<script>(.*?)<\/script>/s.exec(edit('text/html', page) ?? '')?.[1] ?? '';
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(inPage))).toString('base64');
  expect(editor.shimHash()).toBe(`'sha256-${digest}'`);
});

test('pages are closed where their markup is mapped as well', () => {
  const html: UrlRewrite = { in: 'html', hosts: ['api'], reverse: false };
  expect(stage(['script'], [html]).editor.closed).toBeUndefined();
  expect(stage(['html'], [js]).editor.closed).toBeUndefined();
  // The shim of this stage does not look at what a page loads.
  expect(stage(['html'], [html]).editor.closed).toBeUndefined();
  const redirect: Redirect = { origin: 'preserve', shim: { inject: ['html'], patch: shimPatches } };
  const { profile, upstream: home } = mountedSite({ redirect, rewriteUrls: [html] });
  const urls = createUrlMap({ hosts: hostsOf(profile), own, prefix: '/__h', home });
  expect(pageEditor({ profile, own, prefix: '/__h', home, urls }).closed).toEqual(new Set(['api']));
});
