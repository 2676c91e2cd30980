import { onOneLine, sourceHash } from '../pages/inline-source.ts';

export const REFERENCE_STYLE = onOneLine(`
:root{
  --page:#fff;--side:#f7f7f9;--line:#e6e7ec;--text:#16171b;--soft:#5b606e;--accent:#3346d3;
  color-scheme:light dark
}
@media(prefers-color-scheme:dark){:root{
  --page:#111216;--side:#0c0d10;--line:#282b34;--text:#ecedf2;--soft:#a4a9b8;--accent:#a9b5ff
}}
*{box-sizing:border-box;margin:0}
html{scroll-padding-top:1rem}
body{
  display:grid;grid-template-columns:19rem minmax(0,1fr);background:var(--page);color:var(--text);
  font:.9375rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere
}
nav{
  position:sticky;top:0;height:100vh;overflow-y:auto;padding:1.25rem 1rem 2rem;
  background:var(--side);border-right:1px solid var(--line);font-size:.8125rem
}
nav h2{margin:1.25rem 0 .25rem;font-size:.8125rem;color:var(--soft)}
nav ul{list-style:none;padding:0}
nav li a{display:block;padding:.2rem 0;color:var(--text);text-decoration:none}
nav a:hover{text-decoration:underline}
.method{display:inline-block;min-width:3.4em;font:600 .75em ui-monospace,Menlo,Consolas,monospace;color:var(--accent)}
main{max-width:52rem;padding:2rem clamp(1rem,4vw,3rem) 6rem}
h1{font-size:1.6rem;letter-spacing:-.015em}
section>h2{margin-top:3rem;font-size:1.25rem}
h3{font-size:1rem}
h3 .method{font-size:.9rem}
h4{margin-top:1rem;font-size:.8125rem;color:var(--soft);font-weight:600}
p{margin-top:.6rem}
article{padding:1.4rem 0;border-bottom:1px solid var(--line)}
dl{margin-top:.4rem;display:grid;grid-template-columns:minmax(11rem,18rem) minmax(0,1fr);gap:.35rem 1.25rem;font-size:.875rem}
dd{color:var(--soft)}
dd:empty::after{content:"–"}
code,.type{font:.85em ui-monospace,Menlo,Consolas,monospace}
a{color:var(--accent);text-underline-offset:.2em}
i{color:var(--soft);font-size:.85em}
:target>h3{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media(max-width:50rem){
  body{display:block}
  nav{position:static;height:auto;max-height:40vh;border-right:0;border-bottom:1px solid var(--line)}
  dl{grid-template-columns:1fr;gap:0}
  dd{margin-bottom:.6rem}
}
`);

export const REFERENCE_STYLE_HASH = sourceHash(REFERENCE_STYLE);
