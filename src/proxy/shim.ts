/** The script that leads a widget's calls through the proxy: put first into pages and vendor scripts, or included by hand. */
import { hostPattern } from '../domain/host-list.ts';
import type { OwnOrigin } from '../domain/url-map.ts';
import { type ShimPatch, shimPatches, type VendorHost } from '../domain/vendor-hosts.ts';
import { originText } from './visitor-origin.ts';

export interface ShimParts {
  readonly own: OwnOrigin;
  /** `/__h`. */
  readonly prefix: string;
  readonly hosts: readonly VendorHost[];
  /** The site's own upstream: its URLs lose nothing but their origin. */
  readonly home: URL;
  /** Absent: all. */
  readonly patch?: readonly ShimPatch[];
}

/**
 * The shim for one visitor-facing origin. It maps the URLs of listed hosts and does nothing else: no request, no
 * storage, no message of its own. Installed once a window; what it mapped before it leaves alone.
 */
export function shimSource({ own, prefix, hosts, home, patch = shimPatches }: ShimParts): string {
  const config = {
    o: originText(own),
    p: `${prefix}/`,
    r: `^(?:${hosts.map(hostSource).join('|')})$`,
    h: home.host,
    b: home.pathname.replace(/\/$/, ''),
  };
  const wanted = shimPatches.filter((name) => patch.includes(name));
  const settings = JSON.stringify(config);
  // `<` could end the script element that holds this; inside a JSON string it has an escape.
  return `(function(c){${head}${wanted.map((name) => patches[name]).join('')}${tail}})(${settings.replaceAll('<', '\\u003c')});`;
}

/** A host as `URL.host` spells it, with the ports that its entry names. */
function hostSource({ match, ports = [] }: VendorHost): string {
  return ports.length === 0 ? hostPattern(match) : `(?:${hostPattern(match)})(?::(?:${ports.join('|')}))?`;
}

const source = (lines: TemplateStringsArray): string =>
  (lines.raw[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join('');

/**
 * `m` maps a URL: a listed host moves into the path, the site's own host goes; a root-relative one stays on the host
 * whose document it stands in. `C`, `F`, `P` and `S` wrap a constructor, a method, a property, a URL property. An
 * `integrity` goes, because scripts are edited on their way.
 */
const head = source`
'use strict';
var K='__chatveil',O=c.o,Q=O+c.p,W=O.replace(/^http/,'ws'),D=Object.defineProperty,
m=(u,b)=>{
try{
var s=''+u,x=new URL(s,b),k=x.protocol,e=x.pathname,t=e+x.search+x.hash;
if(!/^(http|ws)s?:$/.test(k))return u;
if(x.origin.replace(/^ws/,'http')==O)return b.indexOf(Q)||!/^\/(?!\/)/.test(s)||!e.indexOf(c.p)?u:Q+b.slice(Q.length).split('/')[0]+s;
k=k[0]=='w'?W:O;
return x.host==c.h&&!(e+'/').indexOf(c.b+'/')?k+t.slice(c.b.length):RegExp(c.r).test(x.host)?k+c.p+x.host+t:u
}catch(_){return u}
},
I=g=>{
if(!g||g[K])return;
D(g,K,{value:1});
var f=u=>m(u,(g.document||{}).baseURI||g.location.href),
C=n=>{
var T=g[n];
if(T)g[n]=new Proxy(T,{construct(t,a,w){if(a.length)a[0]=f(a[0]);return Reflect.construct(t,a,w)}})
},
F=(o,n,y)=>{
var h=o&&o[n];
if(h)o[n]=function(...a){y(a,this);return h.apply(this,a)}
},
Y=n=>(g[n]||C).prototype,
P=(n,k,y,z)=>{
var p=Y(n),d=p&&Object.getOwnPropertyDescriptor(p,k);
if(d)D(p,k,{...d,get(){var v=d.get.call(this);return z?z(v,this):v},set:d.set&&function(v){d.set.call(this,y(v,this))}})
},
S=(n,k)=>P('HTML'+n+'Element',k,(v,e)=>{var w=f(v);if(w!==v&&e.integrity)e.integrity='';return w});
F(Y('Element'),'setAttribute',(a,e)=>{if(/^[^AB].*\.(src|href)$/i.test(e.tagName+'.'+a[0]))a[1]=f(a[1])});
`;

const tail = source`
};
I(globalThis)
`;

const patches: { readonly [Name in ShimPatch]: string } = {
  websocket: source`C('WebSocket');`,
  xhr: source`F(Y('XMLHttpRequest'),'open',a=>{a[1]=f(a[1])});`,
  fetch: source`C('Request');F(g,'fetch',a=>{a[0]=f(a[0])});`,
  beacon: source`F(Y('Navigator'),'sendBeacon',a=>{a[0]=f(a[0])});`,
  eventsource: source`C('EventSource');`,
  image: source`S('Image','src');S('Media','src');`,
  script: source`S('Script','src');`,
  /** A frame of our own origin is patched when it is put in, and again whenever its window is asked for. */
  iframe: source`
S('IFrame','src');
var H='HTMLIFrameElement';
P(H,'contentWindow',0,w=>{try{I(w)}catch(_){}return w});
P(H,'contentDocument',0,(d,e)=>e.contentWindow&&d);
P(H,'srcdoc',v=>(''+v).replace(/^\s*(<!doctype[^>]*>)?/i,'$&<script src="'+Q+'shim.js"><\/script>'));
for(let n of['appendChild','insertBefore']){
let p=Y('Node'),h=p&&p[n];
if(h)p[n]=function(...a){var r=h.apply(this,a);return r.contentWindow,r}
}
`,
  link: source`S('Link','href');`,
  worker: source`C('Worker');C('SharedWorker');`,
};
