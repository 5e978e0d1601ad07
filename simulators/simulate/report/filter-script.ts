/** Shows the rows that have the searched words and one of the checked verdicts. Runs in the page. */
export const filterScript = `
const search = document.getElementById('search');
const boxes = [...document.querySelectorAll('.filters input[type=checkbox]')];
const rows = [...document.querySelectorAll('#stories tbody tr')];
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/);
  const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !shown.has(row.className) || !words.every((word) => text.includes(word));
    if (!row.hidden) count += 1;
  }
  document.getElementById('none').textContent = count === rows.length ? '' : count + ' of ' + rows.length + ' shown';
}
for (const input of [search, ...boxes]) input.addEventListener('input', filter);
filter();
`;
