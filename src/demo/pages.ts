/** The demo's HTML: shells without inline script or style; the bundles fill them. */
import type { Bundle } from '../api/bundle.ts';

export interface PageFacts {
  /** Where the visitor's side is reached: the data listener. */
  readonly shopOrigin: string;
  /** The vendor's own address, where agents work. */
  readonly deskOrigin: string;
}

export interface Page {
  readonly html: string;
  readonly csp: string;
}

const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f766e"/>' +
  '<path d="M8 11h16v8H15l-5 4v-4H8z" fill="#fff"/></svg>';

/** The shop, as a visitor sees it through the proxy. */
export function shopPage(bundle: Bundle, facts: PageFacts): Page {
  const body = `<div class="demo-banner" role="note">Demo shop on this computer. Synthetic data only: please type nothing real.
<a href="${facts.deskOrigin}/demo">See all three sides at once</a></div>
<header class="shop-head"><strong class="shop-name">Oak &amp; Ember</strong>
<nav aria-label="Shop"><a href="#tea">Tea</a><a href="#candles">Candles</a><a href="#wool">Wool</a></nav></header>
<main class="shop-main"><section class="shop-hero"><h1>Small comforts for long evenings</h1>
<p>Loose tea, beeswax candles and wool throws from three workshops. Questions? The chat is at the lower right.</p></section>
<section class="shop-grid" aria-label="Products">${products.map(productCard).join('')}</section></main>
<div data-widget="launcher"></div>`;
  const csp = `${strict}; frame-ancestors 'none'`;
  return { html: shell('Oak & Ember', ['shop.css', 'widget.css'], '/widget.js', body, bundle), csp };
}

/** The widget alone, for the left pane of the side-by-side page. */
export function chatPage(bundle: Bundle, facts: PageFacts): Page {
  const body = '<main class="chat-full"><div data-widget="full"></div></main>';
  const csp = `${strict}; frame-ancestors 'self' ${facts.deskOrigin}`;
  return { html: shell('Chat', ['widget.css'], '/widget.js', body, bundle), csp };
}

export function deskPage(bundle: Bundle): Page {
  const csp = `${strict}; frame-ancestors 'none'`;
  const body = '<div id="app"></div>';
  return { html: shell('Agent desk', ['desk.css'], asset(bundle, 'desk.js'), body, bundle), csp };
}

export function sidePage(bundle: Bundle, facts: PageFacts): Page {
  const csp = `${strict}; frame-src ${facts.shopOrigin}; frame-ancestors 'none'`;
  const body = `<div id="app" data-shop="${facts.shopOrigin}"></div>`;
  return { html: shell('Chatveil demo', ['desk.css', 'side.css'], asset(bundle, 'side.js'), body, bundle), csp };
}

function asset(bundle: Bundle, entry: string): string {
  return `/assets/${bundle.file(entry)}`;
}

function shell(title: string, styles: readonly string[], script: string, body: string, bundle: Bundle): string {
  const links = styles.map((style) => `<link rel="stylesheet" href="${asset(bundle, style)}">`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title.replace('&', '&amp;')}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg" type="image/svg+xml">${links}<script type="module" src="${script}"></script></head>
<body>${body}</body></html>`;
}

interface Product {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly price: string;
  /** Ground and figure, readable on a light and on a dark page. */
  readonly colours: readonly [ground: string, figure: string];
  readonly art: string;
}

const products: readonly Product[] = [
  {
    id: 'tea',
    name: 'Oak box, black tea',
    line: 'Forty cups of smoky leaf in a turned box.',
    price: '€ 24',
    colours: ['#e9d9c4', '#8a5a2b'],
    art: '<path d="M34 46h44a6 6 0 0 1 0 34h-4c-3 9-11 14-20 14s-17-5-19-14z"/><path d="M46 38c-6-8 6-12 0-20M62 38c-6-8 6-12 0-20" fill="none" stroke-width="4" stroke-linecap="round"/>',
  },
  {
    id: 'candles',
    name: 'Beeswax pair',
    line: 'Two hand-dipped candles, nine hours each.',
    price: '€ 18',
    colours: ['#f3e6ba', '#b57d10'],
    art: '<path d="M38 44h14v52H38zM66 54h14v42H66z"/><path d="M45 40c-7-8 0-14 0-20 0 6 7 12 0 20zM73 50c-7-8 0-14 0-20 0 6 7 12 0 20z"/>',
  },
  {
    id: 'wool',
    name: 'Harbour throw',
    line: 'Undyed wool, woven wide enough for two.',
    price: '€ 96',
    colours: ['#d7e0dc', '#5d746d'],
    art: '<path d="M24 36h72v48H24z" fill="#8fa39d"/><path d="M24 48h72M24 60h72M24 72h72M42 36v48M60 36v48M78 36v48" fill="none" stroke-width="2"/><path d="M28 84v8M40 84v8M52 84v8M64 84v8M76 84v8M88 84v8" fill="none" stroke-width="3"/>',
  },
];

function productCard({ id, name, line, price }: Product): string {
  return `<article class="product" id="${id}"><img src="/art/${id}" alt="">
<h2>${name}</h2><p>${line}</p><p class="price">${price}</p></article>`;
}

/** Pictures are files of their own: numbers in a drawing are none of a visitor's, and images pass by rule. */
export function productArt(id: string): string | undefined {
  const product = products.find((one) => one.id === id);
  if (product === undefined) return undefined;
  const [ground, figure] = product.colours;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-60 0 240 124" fill="${figure}" stroke="${figure}" stroke-linejoin="round">
<rect x="-60" width="240" height="124" fill="${ground}" stroke="none"/>${product.art}</svg>`;
}
