/** The look of reports: no font, image or script from elsewhere, light or dark as the reader's system has it. */
export const style = `
:root { color-scheme: light dark;
  --paper: light-dark(#f5f6f8, #13161b); --card: light-dark(#fff, #1b1f26); --ink: light-dark(#1a222e, #e8ebf0);
  --soft: light-dark(#566173, #9aa5b5); --line: light-dark(#dce1e9, #303743); --code: light-dark(#f0f2f6, #11141a);
  --good: light-dark(#17703c, #5fd08e); --bad: light-dark(#b3261e, #ff8f85); --idle: light-dark(#7f5300, #e5b454);
  --good-tint: light-dark(#e4f4ea, #16301f); --bad-tint: light-dark(#fbe9e7, #3a1d1b); --idle-tint: light-dark(#fbf1dc, #33290f);
  --own: light-dark(#e3e8fb, #2a3358); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .7rem; }
h3 { font-size: .95rem; margin: 0 0 .6rem; }
p { margin: .25rem 0; max-width: 72ch; }
.soft { color: var(--soft); } .small { font-size: .875rem; }
.passed, .kept { --tone: var(--good); --tint: var(--good-tint); }
.failed, .broken, .not-played { --tone: var(--bad); --tint: var(--bad-tint); }
.not-possible, .not-reached { --tone: var(--idle); --tint: var(--idle-tint); }
.verdict { border-radius: .75rem; padding: 1.4rem 1.5rem; background: var(--tint); border-inline-start: .4rem solid var(--tone); }
.verdict .word { font-weight: 700; color: var(--tone); }
.steps { list-style: none; margin: 0; padding: 0; columns: 24rem 2; column-gap: 2rem; font-size: .95rem; }
.steps li { break-inside: avoid; padding: .15rem 0 .15rem 1.6rem; text-indent: -1.6rem; overflow-wrap: anywhere; }
.steps .mark { display: inline-block; width: 1.6rem; text-indent: 0; color: var(--tone); font-weight: 700; }
.steps .not-reached { color: var(--soft); }
.drawing { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem; }
.drawing svg { display: block; margin: 0 auto; max-width: none; }
.chats { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.chat { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
.said { margin: 0 0 .55rem; max-width: 92%; width: fit-content; background: var(--code); border-radius: .2rem .8rem .8rem .8rem; padding: .4rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.said.own { margin-inline-start: auto; background: var(--own); border-radius: .8rem .2rem .8rem .8rem; }
.said .who { display: block; font-size: .78rem; color: var(--soft); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; background: var(--card); }
th, td { text-align: start; vertical-align: top; padding: .4rem .7rem; border: 1px solid var(--line); overflow-wrap: anywhere; }
th { white-space: nowrap; }
td.tone { color: var(--tone); font-weight: 600; white-space: nowrap; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; margin: .3rem 0; }
summary { cursor: pointer; padding: .35rem .75rem; font-size: .9rem; overflow-wrap: anywhere; }
summary:focus-visible, a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
summary .time { color: var(--soft); font-variant-numeric: tabular-nums; margin-inline-end: .6rem; }
.inside { padding: 0 .75rem .75rem; }
pre { margin: .4rem 0 0; padding: .7rem; background: var(--code); border: 1px solid var(--line); border-radius: .4rem; font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow: auto; }
@media print { details { break-inside: avoid; } }
`;
