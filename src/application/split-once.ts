type Split = (text: string) => readonly string[];

/** Splits as `split` does, and remembers the pieces of the text that it saw last: a change that is tried again has the same. */
export function splitOnce(split: Split): Split {
  let last: { readonly text: string; readonly pieces: readonly string[] } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, pieces: split(text) };
    return last.pieces;
  };
}
