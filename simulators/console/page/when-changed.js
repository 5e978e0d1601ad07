/** A function that draws what it is given, but only when that differs from the time before. */
export function whenChanged(draw) {
  let shown;
  return (value) => {
    const key = JSON.stringify(value);
    if (key === shown) return;
    shown = key;
    draw(value);
  };
}
