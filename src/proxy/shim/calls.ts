/** Parts of the shim for what scripts ask for: calls, sockets, workers, and what cannot pass the proxy at all. */
import { lines } from './lines.ts';

export const websockets = lines`
C('WebSocket');
C('WebSocketStream');
`;

export const requests = lines`F(Y('XMLHttpRequest'),'open',a=>{a[1]=f(a[1])});`;

export const fetches = lines`
C('Request');
F(g,'fetch',z);
F(g,'fetchLater',z);
`;

export const beacons = lines`F(Y('Navigator'),'sendBeacon',z);`;

export const eventSources = lines`C('EventSource');`;

/**
 * A worker from a Blob has no answer of ours to carry the shim, so its Blob is put behind one: the shim's text, or for
 * a module an import, which runs before the module's own; `data:` URLs get the text alike. Blobs are remembered while their URL lives; `l` are those that
 * begin with 'use strict', which a statement in front would switch off.
 */
export const workers = lines`
let b=new Map,l=new WeakSet,T=g.Blob,y=a=>{
var u=''+a[0],e=b.get(u),o=a[1]&&a[1].type=='module',k=o?'o':'w';
if(e){
a[0]=e[k]=e[k]||b.h.call(g.URL,new T([o?'import"'+Q+'shim.js";':(l.has(e.b)?'"use strict";':'')+E,e.b],{type:'text/javascript'}));
}else if(/^data:[^,]*,/i.test(u))a[0]=u.replace(/^[^,]*,/,h=>h+(/;\s*base64\s*,$/i.test(h)?btoa(E+' '.repeat(2-(E.length+2)%3)):encodeURIComponent(E)));
else z(a)
};
if(T){
g.Blob=new Proxy(T,{construct(t,a,n){
var r=Reflect.construct(t,a,n);
try{if(/^(\s|\/\*[^]*?\*\/|\/\/.*)*['"]use strict['"]/.test(a[0][0]))l.add(r)}catch(_){}
return r
}});
D(T.prototype,'constructor',{value:g.Blob,writable:!0,configurable:!0});
b.h=g.URL.createObjectURL;
F(g.URL,'createObjectURL',0,(r,a)=>{if(a[0]instanceof T)b.set(r,{b:a[0]});return r});
F(g.URL,'revokeObjectURL',(a,e)=>{
var x=b.get(''+a[0]);
b.delete(''+a[0]);
for(let k of['o','w'])if(x&&x[k])e.revokeObjectURL(x[k])
})
}
C('Worker',y);
C('SharedWorker',y);
F(g,'importScripts',a=>a.forEach((u,i)=>{a[i]=f(u)}));
F(Y('ServiceWorkerContainer'),'register',a=>{
z(a);
if(a[1]&&a[1].scope)a[1]={...a[1],scope:f(a[1].scope)}
});
`;

/** HTTP/3 and peer connections do not go through us: those that would lead to a listed host are refused. */
export const realtime = lines`
let t=(u,n)=>{if(f(u)!==u)throw new g.DOMException(n+' cannot pass the proxy','NotSupportedError')},
i=a=>{
for(let s of(a[0]||0).iceServers||[])for(let u of[].concat(s.urls||s.url||[]))
t((''+u).replace(/^(?:stun|turn)s?:(\[[^\]]*\]|[^:?]*).*/i,'https://$1/'),'RTCPeerConnection')
};
C('WebTransport',a=>t(a[0],'WebTransport'));
C('RTCPeerConnection',i);
C('webkitRTCPeerConnection',i);
F(Y('RTCPeerConnection'),'setConfiguration',i);
`;
