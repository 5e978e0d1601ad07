/** What stories need beyond the look of all reports. */
export const storyStyle = `
.verdict .word { font-weight: 700; color: var(--tone); }
.steps { list-style: none; margin: 0; padding: 0; columns: 24rem 2; column-gap: 2rem; font-size: .95rem; }
.steps li { break-inside: avoid; padding: .15rem 0 .15rem 1.6rem; text-indent: -1.6rem; overflow-wrap: anywhere; }
.steps .mark { display: inline-block; width: 1.6rem; text-indent: 0; color: var(--tone); font-weight: 700; }
.steps .not-reached { color: var(--muted); }
.time { color: var(--muted); font-size: .8rem; font-variant-numeric: tabular-nums; margin-inline-end: .5rem; }
.said .who .time { margin-inline: .4rem 0; }
.steps .failed { background: var(--tint); border-radius: .3rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.way { display: flex; gap: 1.5rem; margin-block-end: 1rem; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; align-items: end; margin-block-end: .8rem; }
.filters fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
.filters legend { float: left; margin-inline-end: 1rem; color: var(--muted); }
.filters input[type=search] { font: inherit; padding: .25rem .5rem; min-width: min(16rem, 60vw); }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; font-size: .8rem; color: var(--muted); }
tr[hidden] { display: none; }
.moment { scroll-margin-block: 40vh; }
#stories th, #stories a { overflow-wrap: normal; }
@media (max-width: 40rem) { #stories :is(th, td):nth-child(4) { display: none; } }
.drawing { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem; }
.drawing svg { display: block; margin: 0 auto; max-width: none; }
.chats { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.chat { background: var(--surface); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
.said { margin: 0 0 .55rem; max-width: 92%; width: fit-content; background: var(--raised); border-radius: .2rem .8rem .8rem .8rem; padding: .4rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.said.own { margin-inline-start: auto; background: var(--accent-soft); border-radius: .8rem .2rem .8rem .8rem; }
.said .who { display: block; font-size: .78rem; color: var(--muted); }
th { white-space: nowrap; }
td.tone { color: var(--tone); font-weight: 600; white-space: nowrap; }
details { background: var(--surface); border: 1px solid var(--line); border-radius: .4rem; margin: .3rem 0; }
summary { padding: .35rem .75rem; font-size: .9rem; }
summary .time { color: var(--muted); font-variant-numeric: tabular-nums; margin-inline-end: .6rem; }
.inside { padding: 0 .75rem .75rem; }
`;
