/** The colours of all pages and reports, light or dark as the reader's system has it. A page may override `--accent…`. */
export const palette = `:root {
  color-scheme: light dark;
  --ground: light-dark(#eef1f5, #0e1217);
  --surface: light-dark(#ffffff, #171d24);
  --raised: light-dark(#f6f8fa, #1e262f);
  --line: light-dark(#dbe1e8, #2d3843);
  --text: light-dark(#18202a, #e8edf2);
  --muted: light-dark(#566373, #9ba9b7);
  --accent: light-dark(#3949ab, #a5b0ff);
  --accent-text: light-dark(#ffffff, #11163a);
  --accent-soft: light-dark(#e8eaf9, #252c4f);
  --good: light-dark(#1a6b4a, #7ed6a5);
  --good-soft: light-dark(#e0f3ea, #17352a);
  --wait: light-dark(#855100, #f2bf6c);
  --wait-soft: light-dark(#fdf0da, #3a2d15);
  --bad: light-dark(#b3261e, #ff9e95);
  --bad-soft: light-dark(#fdeae8, #45211f);
}
`;
