/** The looks of the outbox, served as a file. */
export const OUTBOX_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fff, #16171b); --side: light-dark(#f6f7f9, #1b1d22);
  --ink: light-dark(#1b1d22, #e9eaee); --soft: light-dark(#5b616e, #a0a5b1);
  --line: light-dark(#e1e4e9, #2d3037); --chosen: light-dark(#e4ebff, #273252);
  --accent: light-dark(#2450c5, #9db8ff); --on-accent: light-dark(#fff, #10131c);
  --good: light-dark(#187a43, #67d195); --bad: light-dark(#9a4a00, #f0b066);
}
* { box-sizing: border-box; }
body { background: var(--paper); color: var(--ink); display: grid; font: 14px/1.45 system-ui, sans-serif; grid-template-rows: auto minmax(0, 1fr); height: 100dvh; margin: 0; }
a { color: var(--accent); }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
h3 { font-size: .9rem; margin: 0 0 .25rem; }
p { margin: .5rem 0; }
pre { background: var(--side); border: 1px solid var(--line); border-radius: 8px; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; margin: 0; overflow: auto; overflow-wrap: anywhere; padding: 1rem; white-space: pre-wrap; }
button, select, input[type=search], .button { background: var(--paper); border: 1px solid var(--line); border-radius: 7px; color: inherit; cursor: pointer; font: inherit; padding: .3rem .65rem; }
button:hover, .button:hover, select:hover { border-color: var(--soft); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
kbd { border: 1px solid var(--line); border-radius: 4px; font: 12px ui-monospace, monospace; padding: 0 .3rem; }
.soft { color: var(--soft); }
.fallback { border: 1px solid currentColor; border-radius: 4px; font-size: .75rem; padding: 0 .25rem; }
.mono { font: 12.5px ui-monospace, SFMono-Regular, Menlo, monospace; }
.hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
html.live .without-script, html:not(.live) .with-script, html:not(.live) .copy { display: none; }

.bar { align-items: center; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .55rem 1rem; }
.bar .name { color: inherit; font-weight: 700; text-decoration: none; }
.bar nav { display: flex; flex: 1; gap: 1rem; }
.bar nav a { color: var(--soft); text-decoration: none; }
.bar nav a[aria-current] { color: var(--ink); font-weight: 600; }
#live { color: var(--soft); } #live::before { background: currentColor; border-radius: 50%; content: ''; display: inline-block; height: .55em; margin-right: .4em; width: .55em; }
#live[data-state=live] { color: var(--good); } #live[data-state=away] { color: var(--bad); }

main { display: grid; grid-template-columns: minmax(17rem, 23rem) minmax(0, 1fr); min-height: 0; }
.list { background: var(--side); border-right: 1px solid var(--line); display: flex; flex-direction: column; min-height: 0; }
.search { display: flex; gap: .5rem; padding: .75rem .75rem .35rem; } .search input { cursor: text; flex: 1; min-width: 0; }
.filters { display: flex; gap: .15rem; padding: .15rem .75rem .5rem; }
.filters a { border-radius: 6px; color: var(--soft); padding: .15rem .5rem; text-decoration: none; }
.filters a[aria-current] { background: var(--chosen); color: var(--ink); }
.filters .follow { color: var(--accent); margin-left: auto; }
#items { display: flex; flex: 1; flex-direction: column; min-height: 0; } #items > p { padding: 0 .75rem; }
ol { list-style: none; margin: 0; overflow-y: auto; padding: 0; }
li a { border-top: 1px solid var(--line); color: inherit; display: grid; gap: .1rem; padding: .5rem .75rem; text-decoration: none; }
li a:hover { background: var(--paper); }
li a[aria-current] { background: var(--chosen); }
li a:focus-visible { outline-offset: -2px; }
.line { align-items: baseline; display: flex; gap: .75rem; justify-content: space-between; min-width: 0; }
.line time { color: var(--soft); font-size: 12px; white-space: nowrap; }
li a[aria-current] .soft, li a[aria-current] time { color: inherit; }
.to { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.about { overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; white-space: nowrap; }
.channel { border: 1px solid currentColor; border-radius: 4px; font-size: 11px; padding: 0 .3rem; }
li code { font: 600 13px ui-monospace, monospace; }
.clear { border-top: 1px solid var(--line); padding: .5rem .75rem; } .clear summary { color: var(--soft); cursor: pointer; width: max-content; } .clear form { padding-top: .5rem; }
.clear button { border-color: var(--bad); color: var(--bad); }

article { display: flex; flex-direction: column; gap: .9rem; min-width: 0; overflow: auto; padding: 1.1rem 1.5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: 0; overflow-wrap: anywhere; } .facts strong { color: var(--ink); } .warning { color: var(--bad); }
.keys { align-items: center; background: var(--side); border: 1px solid var(--line); border-radius: 10px; display: flex; flex-wrap: wrap; gap: .6rem 1rem; padding: .7rem 1rem; }
.code { font: 600 2rem/1.2 ui-monospace, SFMono-Regular, Menlo, monospace; letter-spacing: .14em; overflow-wrap: anywhere; user-select: all; }
.button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
.tools { align-items: end; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; justify-content: space-between; }
.tabs { display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
.tabs a { border-bottom: 2px solid transparent; color: var(--soft); margin-bottom: -1px; padding: .35rem 0; text-decoration: none; }
.tabs a[aria-current] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.switches { align-items: center; display: flex; flex-wrap: wrap; gap: .3rem .9rem; padding-bottom: .35rem; }
.switches select { max-width: 11rem; padding: .2rem .4rem; } .switch { align-items: center; cursor: pointer; display: flex; gap: .35rem; } .switch input { accent-color: var(--accent); margin: 0; }
.frame { display: flex; flex: 1; min-height: 30rem; }
iframe { background: #fff; border: 1px solid var(--line); border-radius: 8px; height: auto; width: 100%; }
.frame.phone { justify-content: center; } .frame.phone iframe { border-radius: 18px; flex: none; max-width: 100%; width: 362px; }
.text { position: relative; } .text .copy { position: absolute; right: .6rem; top: .6rem; }
.sms { max-width: 26rem; }
.bubble { background: var(--chosen); border-radius: 18px 18px 18px 5px; font-size: 1rem; margin: 0; overflow-wrap: anywhere; padding: .7rem 1rem; white-space: pre-wrap; }
.pair { display: grid; flex: 1; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); } .pair section { display: flex; flex-direction: column; min-width: 0; } .pair p { margin: 0 0 .5rem; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
.headers { border-collapse: collapse; width: 100%; } .headers th, .headers td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; padding: .4rem 1rem .4rem 0; text-align: left; vertical-align: top; } .headers th { color: var(--soft); font-weight: 500; white-space: nowrap; width: 1%; } .headers td { font: 13px/1.5 ui-monospace, monospace; }
.first { max-width: 34rem; padding: 8vh 0; }

@media (max-width: 1000px) { .keys-hint { display: none; } }
@media (max-width: 760px) {
  body { display: block; height: auto; }
  main { display: block; }
  .list { border-bottom: 1px solid var(--line); border-right: 0; }
  ol { max-height: 15.5rem; }
  article { overflow: visible; padding: 1rem; }
  .code { font-size: 1.7rem; }
  .frame { min-height: 36rem; }
  .frame.phone iframe { border-radius: 8px; }
}
`
