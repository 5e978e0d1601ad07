/** What clauses need beyond the look of all reports. */
export const clauseStyle = `
.verdict h1 { color: var(--tone); }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.counts li { background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; min-width: 7rem; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; color: var(--tone); font-variant-numeric: tabular-nums; }
.about { margin-top: 1rem; }
.clause { background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; overflow: hidden; }
.clause > summary, .clause > .head { display: flex; gap: .75rem; align-items: baseline; padding: .6rem 1rem; }
.clause > summary { list-style: none; }
.clause > summary::-webkit-details-marker { display: none; }
.clause > summary::after { content: "details"; margin-inline-start: auto; color: var(--muted); font-size: .8rem; }
.clause[open] > summary::after { content: "close"; }
.clause > summary:hover { background: var(--raised); }
.clause > summary:focus-visible { outline-offset: -2px; }
.tag { flex: none; width: 4.5rem; text-align: center; font-size: .8rem; font-weight: 600; color: var(--tone); background: var(--tint); border-radius: 1rem; padding: .05rem .4rem; }
.inside { padding: .25rem 1rem 1rem; border-top: 1px solid var(--line); }
.why { margin: .75rem 0; } .why dt { font-size: .8rem; font-weight: 600; color: var(--muted); margin-top: .6rem; } .why dd { margin: 0; overflow-wrap: anywhere; }
table { margin: .5rem 0 1rem; }
td.is { color: var(--bad); } td.should { color: var(--good); }
.exchange { margin: .75rem 0; } .exchange > summary { font-size: .9rem; }
.pair { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); margin-top: .5rem; }
.pair h3 { font-size: .8rem; margin: 0 0 .25rem; color: var(--muted); }
.pair pre { margin: 0; }
.short { font-size: .9rem; color: var(--muted); } .clause[open] .short { display: none; }
@media (max-width: 30rem) { .counts li { min-width: 0; flex: 1; padding: .5rem .7rem; } .verdict { padding: 1.1rem; } .clause > summary, .clause > .head { flex-wrap: wrap; gap: .3rem .75rem; } }
`;
