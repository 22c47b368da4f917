/** What every part of the shim builds on: the map of one URL, and ways to wrap what a window has. */
import { lines } from './lines.ts';

/**
 * `m` maps a URL: a listed host moves into the path, the site's own host goes; a root-relative one stays on the host
 * whose document it stands in; `f` does it with the base of the window. `I` installs in a window `g`. `C`, `F`, `P` and
 * `S` wrap a constructor, a method, a property, a URL property; a method may also have its result looked at. An
 * `integrity` goes, because scripts are edited on their way (`J`: the element leads to us). `_` is the shim itself and
 * `E` its text, for workers and frames that have no URL of their own. `A` and `B` are what frames and style sheets do
 * when something is put in.
 */
export const core = lines`
'use strict';
var K='__chatveil',O=c.o,Q=O+c.p,W=O.replace(/^http/,'ws'),D=Object.defineProperty,
E='('+_+')('+JSON.stringify(c).replace(/</g,'\\u003c')+');',
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
if(!g)return;
if(g[K])return g[K]();
var A,B,i=[],
f=u=>m(u,(g.document||{}).baseURI||g.location.href),
z=a=>{if(a.length)a[0]=f(a[0])},
C=(n,y)=>{
var T=g[n],p=T&&T.prototype,w;
if(!T)return;
w=g[n]=new Proxy(T,{construct(t,a,n){(y||z)(a);return Reflect.construct(t,a,n)}});
if(p&&p.constructor==T)D(p,'constructor',{value:w,writable:!0,configurable:!0})
},
F=(o,n,y,q)=>{
var h=o&&o[n];
if(h)o[n]=function(...a){y&&y(a,this);var r=h.apply(this,a);return q?q(r,a):r}
},
Y=n=>(g[n]||C).prototype,
G=(n,k)=>Object.getOwnPropertyDescriptor(Y(n)||C,k),
P=(n,k,y,q)=>{
var d=G(n,k);
if(d)D(Y(n),k,{...d,get:q?function(){return q(d.get.call(this),this)}:d.get,set:d.set&&function(v){d.set.call(this,y(v,this))}})
};
D(g,K,{value:()=>i.forEach(x=>{try{x()}catch(_){}})});
var J=e=>!(''+(e.src||e.href)).indexOf(Q),
S=(n,k)=>P('HTML'+n+'Element',k,(v,e)=>{var w=f(v);if(w!==v&&e.integrity)e.integrity='';return w});
`;

/** Puts the hooks of frames and style sheets behind every way in which a node gets into a tree. */
export const coda = lines`
if(A||B)for(let[n,...l]of[
['Node','appendChild','insertBefore','replaceChild','moveBefore'],
['Element','append','prepend','replaceChildren','before','after','replaceWith','insertAdjacentElement','moveBefore'],
['DocumentFragment','append','prepend','replaceChildren'],
['CharacterData','before','after','replaceWith']
])for(let k of l)F(Y(n),k,B,A);
g[K]()
};
I(globalThis)
`;
