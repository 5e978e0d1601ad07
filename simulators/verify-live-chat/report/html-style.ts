/** The look of report.html: no font, image or script from elsewhere, light or dark as the reader's system has it. */
export const style = `
:root { color-scheme: light dark;
  --paper: light-dark(#f6f7f9, #14171c); --card: light-dark(#fff, #1c2027); --ink: light-dark(#1b2330, #e8ebf0);
  --soft: light-dark(#5a6577, #9aa5b5); --line: light-dark(#dde2ea, #303743); --code: light-dark(#f1f3f7, #12151a);
  --good: light-dark(#17703c, #5fd08e); --bad: light-dark(#b3261e, #ff8f85); --idle: light-dark(#8a5a00, #e5b454);
  --good-tint: light-dark(#e4f4ea, #16301f); --bad-tint: light-dark(#fbe9e7, #3a1d1b); --idle-tint: light-dark(#fbf1dc, #33290f); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .35rem; text-wrap: balance; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .6rem; }
p { margin: .25rem 0; max-width: 70ch; }
.soft { color: var(--soft); } .small { font-size: .875rem; }
.verdict { border-radius: .75rem; padding: 1.5rem; background: var(--tint); border-inline-start: .4rem solid var(--tone); }
.verdict h1 { color: var(--tone); }
.passed, .kept { --tone: var(--good); --tint: var(--good-tint); }
.failed, .broken { --tone: var(--bad); --tint: var(--bad-tint); }
.not-run, .not-checked, .partly { --tone: var(--idle); --tint: var(--idle-tint); }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.counts li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; min-width: 7rem; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; color: var(--tone); font-variant-numeric: tabular-nums; }
.clause { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; overflow: hidden; }
.clause > summary, .clause > .head { display: flex; gap: .75rem; align-items: baseline; padding: .6rem 1rem; }
.clause > summary { cursor: pointer; list-style: none; }
.clause > summary::-webkit-details-marker { display: none; }
.clause > summary::after { content: "details"; margin-inline-start: auto; color: var(--soft); font-size: .8rem; }
.clause[open] > summary::after { content: "close"; }
.clause > summary:hover { background: var(--code); }
summary:focus-visible { outline: 2px solid var(--tone, currentColor); outline-offset: -2px; }
.tag { flex: none; width: 4.5rem; text-align: center; font-size: .8rem; font-weight: 600; color: var(--tone); background: var(--tint); border-radius: 1rem; padding: .05rem .4rem; }
.inside { padding: .25rem 1rem 1rem; border-top: 1px solid var(--line); }
.why { margin: .75rem 0; } .why dt { font-size: .8rem; font-weight: 600; color: var(--soft); margin-top: .6rem; } .why dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem; border: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; background: var(--code); } td.is { color: var(--bad); } td.should { color: var(--good); }
.exchange { margin: .75rem 0; } .exchange > summary { cursor: pointer; font-size: .9rem; overflow-wrap: anywhere; }
.pair { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); margin-top: .5rem; }
.pair h3 { font-size: .8rem; margin: 0 0 .25rem; color: var(--soft); }
pre { margin: 0; padding: .75rem; background: var(--code); border: 1px solid var(--line); border-radius: .4rem; font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow: auto; }
.short { font-size: .9rem; color: var(--soft); } .clause[open] .short { display: none; }
@media (max-width: 30rem) { .counts li { min-width: 0; flex: 1; padding: .5rem .7rem; } .verdict { padding: 1.1rem; } .clause > summary, .clause > .head { flex-wrap: wrap; gap: .3rem .75rem; } }
@media print { .clause { break-inside: avoid; } }
`;
