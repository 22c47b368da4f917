/** Markup, attributes and style sheets that scripts write: URLs of listed hosts lead to us, and nothing else is touched. */
import { describe, expect, it, test } from 'vitest';
import { markupBase } from '../../../src/proxy/shim/markup.ts';
import { shimSource } from '../../../src/proxy/shim.ts';
import { shimParts, shimWindow } from '../../support/shim-window.ts';

const v = 'https://cdn.vendor.example/a';
const o = 'https://chat.example/__h/cdn.vendor.example/a';

/** What the platform is handed when a script sets `innerHTML` to `html`. */
function written(html: string, href?: string): unknown {
  const { run, calls } = shimWindow({}, href);
  run(`new Element().innerHTML = ${JSON.stringify(html)}`);
  return calls.at(-1)?.[1];
}

describe('markup', () => {
  it.each([
    [`<img src="${v}">`, `<img src="${o}">`],
    [`<IMG\n SRC = '${v}?a=1&amp;b=2'/>`, `<IMG\n SRC = '${o}?a=1&amp;b=2'/>`],
    [`<img alt=it's src=${v}>`, `<img alt=it's src=${o}>`],
    [`<img title="a > b" src="${v}">x`, `<img title="a > b" src="${o}">x`],
    [`<p><b></b><iframe src="//cdn.vendor.example/a"></p>`, `<p><b></b><iframe src="${o}"></p>`],
    [`<script src="${v}" integrity="sha256-x" async></script>`, `<script src="${o}" async></script>`],
    [`<img srcset="${v} 1x,${v}b 2x, data:,x 3x">`, `<img srcset="${o} 1x,${o}b 2x, data:,x 3x">`],
    [`<p style="background: url(&quot;${v}&quot;)">`, `<p style="background: url(&quot;${o}&quot;)">`],
    [
      `<style>@import "${v}"; p { background: url( ${v} ) }</style>`,
      `<style>@import "${o}"; p { background: url( ${o} ) }</style>`,
    ],
    [`<object data="${v}"></object>`, `<object data="${o}"></object>`],
    [`<svg><image xlink:href="${v}"/></svg>`, `<svg><image xlink:href="${o}"/></svg>`],
    [`<video poster=${v}></video>`, `<video poster=${o}></video>`],
  ])('%s', (html, expected) => {
    expect(written(html)).toBe(expected);
  });

  it.each([
    `see ${v}`,
    `<p>see src="${v}"</p>`,
    `<p title="src='${v}'">x</p>`,
    `<a href="${v}">x</a><area href=${v}>`,
    `<p data="${v}" data-src="${v}">`,
    `<img src="/root"><img src="https://foreign.example/?u=${v}">`,
    `a < b && c > d src=${v}`,
    `<img src="${v}`,
    `<div =x="${v}">`,
  ])('stays: %s', (html) => {
    expect(written(html)).toBe(html);
  });

  it('keeps what is root-relative on the host of its document', () => {
    const mounted = 'https://chat.example/__h/cdn.vendor.example/page';
    expect(written('<img src="/a">', mounted)).toBe('<img src="https://chat.example/__h/cdn.vendor.example/a">');
  });

  it('hands on the very object that it need not change', () => {
    const { run } = shimWindow();
    const same = 'const trusted = { toString: () => "<p>x</p>" }; new Element().innerHTML = trusted;';
    expect(run(`${same} calls.at(-1)[1] === trusted`)).toBe(true);
  });

  it('is searched in time that grows with its length', () => {
    const started = performance.now();
    for (const piece of ['<a b="', '<a =', "<a b='c' d=", '<style>', '<', 'a=', `<img srcset="${'a,'.repeat(200)}">`]) {
      written(piece.repeat(2000));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('each way of writing is looked at, and program text is not', () => {
  const { run, calls } = shimWindow();
  run(`document.write('<img sr', 'c="${v}">'); new Element().insertAdjacentHTML('beforeend', '<img src="${v}">');
    new DOMParser().parseFromString('<img src="${v}">', 'text/html'); new DOMParser().parseFromString('<img src="${v}"/>', 'text/xml');
    new Element('SCRIPT').innerHTML = '<img src="${v}">'; new Element('STYLE').innerHTML = 'a{b:url(${v})}';
    new Element('IMG').setAttribute('src', '${v}'); new Element('A').setAttribute('href', '${v}'); new HTMLImageElement().srcset = '${v} 1x';
    new CSSStyleSheet().insertRule('a{b:url(${v})}', 0)`);
  expect(calls).toEqual([
    ['write', `<img src="${o}">`],
    ['insertAdjacentHTML', 'beforeend', `<img src="${o}">`],
    ['parseFromString', `<img src="${o}">`, 'text/html'],
    ['parseFromString', `<img src="${v}"/>`, 'text/xml'],
    ['innerHTML', `<img src="${v}">`],
    ['innerHTML', `a{b:url(${o})}`],
    ['setAttribute', 'src', o],
    ['setAttribute', 'href', v],
    ['srcset', `${o} 1x`],
    ['insertRule', `a{b:url(${o})}`, 0],
  ]);
});

test('a document for a frame gets the text that the policy of its page knows', () => {
  const { run, calls } = shimWindow();
  run(`new Element('IFRAME').setAttribute('srcdoc', ' <!doctype html><img src="${v}">')`);
  expect(calls).toEqual([
    ['setAttribute', 'srcdoc', ` <!doctype html><script>${shimSource(shimParts)}</script><img src="${o}">`],
  ]);
});

test('without its part, markup is left as it is', () => {
  const { run, calls } = shimWindow({ patch: ['image'] });
  run(`new Element().innerHTML = '<img src="${v}">'`);
  expect(calls).toEqual([['innerHTML', `<img src="${v}">`]]);
  expect(markupBase).not.toContain('</script');
});
