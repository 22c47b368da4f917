/** Part of the shim for where a page goes next: links when they are followed, forms when they are sent, new windows. */
import { lines } from './lines.ts';

/**
 * Links and forms keep the URL that their page gave them until somebody uses them, because scripts read it. `location`
 * cannot be wrapped; where the browser has the Navigation API, what it was told is stopped and started anew. A form
 * that would post past us is stopped. A window whose document is replaced keeps its listeners and does not call them: they
 * are added anew.
 */
export const navigation = lines`
let a=(e,k)=>{
var v=e&&e.getAttribute&&e.getAttribute(k),w=v&&f(v);
if(w!==v)e.setAttribute(k,w)
},
o=e=>{for(let x of e.composedPath())if(/^a(rea)?$/i.test(x.tagName))a(x,'href')},
p=e=>{a(e.target,'action');a(e.submitter,'formaction')},
n=e=>{
var u=e.destination.url,w=f(u);
if(w===u||!e.cancelable)return;
e.preventDefault();
if(!e.formData)g.location[e.navigationType=='replace'?'replace':'assign'](w)
},
r=x=>{
if(g.document){
for(let[k,h]of[['click',o],['auxclick',o],['submit',p]]){
g.removeEventListener(k,h,!0);
g.addEventListener(k,h,!0)
}
if(g.navigation)g.navigation.addEventListener('navigate',n)
}
return x
};
i.push(r);
for(let k of['open','write','writeln'])F(Y('Document'),k,0,r);
F(g,'open',a=>{if(a[0])z(a)},w=>{try{I(w)}catch(_){}return w});
F(Y('HTMLElement'),'click',(x,e)=>{if(/^a(rea)?$/i.test(e.tagName))a(e,'href')});
F(Y('HTMLFormElement'),'submit',(x,e)=>a(e,'action'));
F(Y('Clients'),'openWindow',z);
`;
