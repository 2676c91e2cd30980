import { onOneLine, sourceHash } from './inline-source.ts';

/**
 * Both palettes have a contrast of 4.5:1 for text and 3:1 for focus indicators (WCAG 2.2, 1.4.3 and 1.4.11). Lengths are
 * in rem, so that pages follow the text size of the browser.
 */
export const STYLE = onOneLine(`
:root{
  --page:#f5f5f7;--card:#fff;--line:#e2e3e9;--text:#17181c;--soft:#5b606e;--accent:#3346d3;--fill:#3346d3;--pressed:#2636ad;
  --idle:#e9eaf0;--tint:#eaecfd;--lift:0 1px 2px #1c1f3308,0 12px 32px #1c1f330d;
  color-scheme:light dark
}
@media(prefers-color-scheme:dark){:root{
  --page:#0e0f13;--card:#17191f;--line:#2a2d37;--text:#ecedf2;--soft:#a4a9b8;--accent:#a9b5ff;--fill:#4f62e6;--pressed:#4255d4;
  --idle:#262933;--tint:#262b4b;--lift:none
}}
*{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{
  min-height:100vh;min-height:100svh;display:flex;flex-direction:column;align-items:center;
  padding:max(1rem,6vh) 1rem 1.25rem;background:var(--page);color:var(--text);
  font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere
}
main{
  width:100%;max-width:25rem;margin:auto;padding:2.5rem 2.25rem 2.25rem;
  background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--lift)
}
.monogram{
  display:grid;place-items:center;width:2.75rem;height:2.75rem;margin-bottom:1.5rem;border-radius:.75rem;
  background:var(--tint);color:var(--accent);font-size:1.25rem;font-weight:650;line-height:1
}
h1{font-size:1.5rem;font-weight:650;line-height:1.25;letter-spacing:-.015em;text-wrap:balance}
p{margin-top:.625rem;color:var(--soft);text-wrap:balance}
[hidden]{display:none}
button,.actions a{
  display:block;width:100%;min-height:3rem;padding:.6875rem 1rem;border:1px solid transparent;border-radius:.625rem;
  font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer
}
button{margin-top:1.75rem;background:var(--fill);color:#fff;transition:background-color .15s}
button:hover,button:active{background:var(--pressed)}
button:disabled{background:var(--idle);color:var(--soft);cursor:default}
button[aria-disabled]{cursor:progress}
.actions{margin-top:1.75rem;display:grid;gap:.625rem}
.actions a{border-color:var(--line);color:var(--accent)}
.actions a:hover{border-color:currentColor}
.reference{margin-top:1.25rem;font-size:.875rem}
code{font:.8125rem/1.5 ui-monospace,Menlo,Consolas,monospace;color:var(--text)}
footer{
  display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1.5rem;padding-top:1.5rem;font-size:.875rem;text-align:center
}
footer a{padding:.375rem 0;color:var(--soft);text-underline-offset:.2em;text-decoration-color:var(--line)}
footer a:hover{color:var(--text);text-decoration-color:currentColor}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:.25rem}
button:focus-visible,.actions a:focus-visible{border-radius:.625rem}
.spoken{margin:0;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:30rem){
  body{background:var(--card);padding:1.5rem 1.25rem 1rem}
  main{margin:0 auto auto;padding:max(1rem,8vh) 0 0;border:0;box-shadow:none}
}
@media(prefers-reduced-motion:reduce){*{transition:none}}
`);

export const STYLE_HASH = sourceHash(STYLE);
