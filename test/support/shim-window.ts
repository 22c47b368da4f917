/** A window made of plain objects, with the shim in it: as much of the platform as the shim's parts look for. */
import { createContext, runInContext } from 'node:vm';
import { type ShimParts, shimSource } from '../../src/proxy/shim.ts';

export const shimParts: ShimParts = {
  own: { scheme: 'https', host: 'chat.example' },
  prefix: '/__h',
  hosts: [{ name: 'cdn', match: 'cdn.vendor.example', role: 'files', action: 'inspect' }],
  home: new URL('https://www.vendor.example/base/'),
};

/** Classes whose methods and properties keep what they were given in `calls`. */
const platform = `(() => {
const calls = [];
const note = (name) => function (...all) { calls.push([name, ...all]); };
const property = (type, name) => Object.defineProperty(type.prototype, name, {
  configurable: true, enumerable: true, get() { return this['_' + name]; }, set(value) { calls.push([name, value]); this['_' + name] = value; },
});
class EventTarget { removeEventListener() {} addEventListener(name, heard) { (this.heard ??= {})[name] = heard; } }
class Node extends EventTarget { appendChild(one) { calls.push(['appendChild', one]); return one; } }
class Element extends Node {
  constructor(tagName = 'DIV', attributes = {}) { super(); this.tagName = tagName; this.attributes = attributes; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  setAttribute(name, value) { calls.push(['setAttribute', name, value]); this.attributes[name] = value; }
  insertAdjacentHTML(...all) { calls.push(['insertAdjacentHTML', ...all]); }
}
property(Element, 'innerHTML');
class HTMLElement extends Element { click() { calls.push(['click', this.getAttribute('href')]); } }
class HTMLImageElement extends HTMLElement {}
property(HTMLImageElement, 'srcset');
class HTMLFormElement extends HTMLElement { submit() { calls.push(['submit', this.getAttribute('action')]); } }
class Document extends Node { write(...all) { calls.push(['write', ...all]); } }
class DOMParser { parseFromString(...all) { calls.push(['parseFromString', ...all]); } }
class CSSStyleSheet { insertRule(...all) { calls.push(['insertRule', ...all]); } }
class Worker { constructor(...all) { calls.push(['Worker', ...all]); } }
class WebTransport { constructor(...all) { calls.push(['WebTransport', ...all]); } }
class RTCPeerConnection { constructor(...all) { calls.push(['RTCPeerConnection', ...all]); } setConfiguration() {} }
Object.assign(globalThis, new EventTarget(), { addEventListener: EventTarget.prototype.addEventListener, removeEventListener: EventTarget.prototype.removeEventListener, calls, Node, Element, HTMLElement, HTMLImageElement, HTMLFormElement, Document, DOMParser, CSSStyleSheet, Worker, WebTransport, RTCPeerConnection });
globalThis.document = new Document();
document.baseURI = location.href;
document.currentScript = { src: '' };
globalThis.navigation = new EventTarget();
globalThis.open = (...all) => { calls.push(['open', ...all]); };
})()`;

export interface ShimWindow {
  /** What the platform was asked for, in order. */
  readonly calls: unknown[][];
  run(code: string): unknown;
}

export function shimWindow(more: Partial<ShimParts> = {}, href = 'https://shop.example/page'): ShimWindow {
  const went: unknown[] = [];
  const location = { href, assign: (url: unknown) => went.push(url), replace: (url: unknown) => went.push(url), went };
  const window = createContext({ URL, Blob, DOMException, location });
  runInContext(platform, window);
  runInContext(shimSource({ ...shimParts, ...more }), window);
  const run = (code: string) => runInContext(code, window) as unknown;
  return { run, calls: run('calls') as unknown[][] };
}
