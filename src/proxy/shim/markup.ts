/** Parts of the shim for what a document loads by itself: elements and their attributes, written markup, style sheets, frames. */
import { lines } from './lines.ts';

/**
 * `L` maps the URLs of a style sheet, `R` those of a `srcset`, `U` the value of an attribute, `M` the attributes in
 * markup (texts and what merely looks like a tag's attribute stay; unchanged markup is handed on as the object it was,
 * so that trusted types stay trusted), `X` a document for `srcdoc`, which gets the shim as well.
 */
export const markupBase = lines`
var L=v=>typeof v=='string'?v.replace(/(\burl\(\s*(?:["']|&quot;|&#0*39;)?|@import\s+["'])([^"'()\s]+)/gi,(a,b,u)=>b+f(u)):v,
R=v=>(''+v).replace(/([^\s,](?:\S*[^\s,])?)((?:\s[^,]*)?(?:,|$))/g,(a,u,r)=>f(u)+r),
U=(t,k,v)=>{
t=t+'.'+k;
return /\.style$/i.test(t)?L(v):
/srcset$/i.test(t)?R(v):
/^iframe\.srcdoc$/i.test(t)?X(v):
/\.(src|poster|background)$|^object\.data$|^(?!a(rea)?\.)[^.]*\.(xlink:)?href$/i.test(t)?f(v):v
},
H=(G('Element','innerHTML')||{}).set,
V=(t,k,v)=>{
if(!/^srcdoc$/i.test(k)){
var q=/^["']/.test(v)?v[0]:'',s=q?v.slice(1,-1):v;
return q+U(t,k,s)+q
}
var p=g.document.createElement('p');
H.call(p,'<p title='+v+'>');
return'"'+U(t,k,p.firstChild.title).replace(/&/g,'&amp;').replace(/"/g,'&quot;')+'"'
},
M=v=>{
try{
var s=''+v,w=s.replace(/(<style\b[^>]*>)([^]*?)(?=<\/style|$)/gi,(a,b,t)=>b+L(t))
.replace(/(<([a-z][^\s\/>]*)(?=[\s\/>]))((?:[^>=]|=\s*"[^"]*"|=\s*'[^']*'|=(?!\s*["']))*)(?=>)/gi,(a,b,t,r)=>{
var n=r.replace(/([^\s"'>\/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)/g,(a,k,e,v)=>k+e+V(t,k,v));
return b+(n==r?r:n.replace(/\sintegrity\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/i,''))
});
return w==s?v:w
}catch(_){return v}
},
N=(g.document||{}).currentScript,
X=v=>(''+M(v)).replace(/^\s*(<!doctype[^>]*>)?/i,a=>a+'<script'+(N&&!N.src?'>'+E:' src="'+Q+'shim.js">')+'<\/script>'),
Z=e=>/^style$/i.test((e&&(e.tagName?e:e.parentNode)||0).tagName);
F(Y('Element'),'setAttribute',(a,e)=>{
var v=a[1];
a[1]=/^integrity$/i.test(a[0])&&J(e)?'':U(e.tagName,a[0],v);
if(a[1]!==v&&e.integrity)e.integrity=''
});
F(Y('Element'),'setAttributeNS',(a,e)=>{a[2]=U(e.tagName,a[1],a[2])});
P('Attr','value',(v,e)=>U((e.ownerElement||0).tagName,e.name,v));
`;

/** Markup that scripts write. What is written in several pieces is looked at piece by piece. */
export const writtenMarkup = lines`
P('Element','innerHTML',(v,e)=>Z(e)?L(v):/^(script|textarea|title)$/i.test(e.tagName)?v:M(v));
P('Element','outerHTML',M);
P('ShadowRoot','innerHTML',M);
for(let n of['Element','ShadowRoot'])for(let k of['setHTMLUnsafe','setHTML'])F(Y(n),k,a=>{a[0]=M(a[0])});
F(Y('Element'),'insertAdjacentHTML',a=>{a[1]=M(a[1])});
F(Y('Range'),'createContextualFragment',a=>{a[0]=M(a[0])});
F(Y('DOMParser'),'parseFromString',a=>{if(/html|svg/.test(a[1]))a[0]=M(a[0])});
for(let k of['parseHTMLUnsafe','parseHTML'])F(g.Document,k,a=>{a[0]=M(a[0])});
for(let k of['write','writeln'])F(Y('Document'),k,a=>{
var s=a.join(''),w=M(s);
if(w!==s)a.splice(0,a.length,w)
});
`;

/**
 * Style sheets and inline styles. Single properties of `style` stand on no prototype in every browser: they are mapped
 * when the script has ended, which is before anything is drawn, unless the script itself asks for a layout.
 */
export const styles = lines`
B=(a,e)=>{
if(Z(e))a.forEach((x,i)=>{
if(typeof x=='string')a[i]=L(x);
else if(x&&x.data){var w=L(x.data);if(w!==x.data)x.data=w}
})
};
for(let[n,k]of[['Node','textContent'],['Node','nodeValue'],['CharacterData','data'],['HTMLElement','innerText']])P(n,k,(v,e)=>Z(e)?L(v):v);
P('CSSStyleDeclaration','cssText',L);
P('HTMLElement','style',L);
F(Y('CSSStyleDeclaration'),'setProperty',a=>{a[1]=L(a[1])});
for(let n of['CSSStyleSheet','CSSGroupingRule'])for(let k of['insertRule','replace','replaceSync'])F(Y(n),k,a=>{a[0]=L(a[0])});
F(Y('CSSStyleSheet'),'addRule',a=>{a[1]=L(a[1])});
C('FontFace',a=>{a[1]=L(a[1])});
let o=new g.MutationObserver(l=>{
for(let{target:e}of l){
let v=e.getAttribute('style'),w=v&&L(v);
if(w!==v)e.setAttribute('style',w)
}
}),
w=d=>(o.observe(d,{attributeFilter:['style'],subtree:!0}),d);
F(Y('Element'),'attachShadow',0,w);
i.push(()=>w(g.document));
`;

export const images = lines`
S('Image','src');
S('Media','src');
S('Video','poster');
S('Source','src');
S('Track','src');
S('Input','src');
for(let n of['Image','Source'])P('HTML'+n+'Element','srcset',R);
C('Audio');
`;

export const scripts = lines`
S('Script','src');
P('HTMLScriptElement','integrity',(v,e)=>J(e)?'':v);
`;

export const links = lines`
S('Link','href');
S('Base','href');
P('HTMLLinkElement','imageSrcset',R);
P('HTMLLinkElement','integrity',(v,e)=>J(e)?'':v);
`;

/** A frame of our own origin is patched when it is put in, and again whenever its window is asked for. */
export const frames = lines`
S('IFrame','src');
S('Embed','src');
S('Object','data');
P('HTMLIFrameElement','contentWindow',0,w=>{try{I(w)}catch(_){}return w});
P('HTMLIFrameElement','contentDocument',0,(d,e)=>e.contentWindow&&d);
P('HTMLIFrameElement','srcdoc',X);
A=(r,a)=>{
for(let x of a)x&&x.contentWindow;
if(g.length!=A.n)for(let i=A.n=g.length;i--;)try{I(g[i])}catch(_){}
return r
};
`;
