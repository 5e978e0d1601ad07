import type { Judge } from '../finding.ts';
import { itemsIn } from '../item.ts';

/** I7: nothing invented, nothing altered. */
export const nothingIsInvented: Judge = (record) => {
  const items = itemsIn(record);
  // A live chat that opens with words has the problem for them.
  const problems = new Set(
    record.flatMap((event) => (event.type === 'session-requested' && event.problem ? [event.problem] : [])),
  );
  const altered = items.flatMap(({ token, sent, shown }) => {
    const [spoken] = sent;
    const [first] = shown;
    if (!spoken)
      return first && !problems.has(first.text)
        ? [{ invariant: 'I7' as const, what: `${token} was shown and never said`, events: [first] }]
        : [];
    const other = shown.find(({ text }) => text !== spoken.text);
    return other
      ? [{ invariant: 'I7' as const, what: `${token} was altered on its way`, events: [spoken, other] }]
      : [];
  });
  const judged = new Set(items.flatMap(({ shown }) => shown.map(({ index }) => index)));
  const said = new Set(record.flatMap((event) => (event.type === 'sent' ? [event.text] : [])));
  const invented = record.flatMap((event, index) =>
    event.type === 'shown' && !judged.has(index) && !said.has(event.text) && !problems.has(event.text)
      ? [{ invariant: 'I7' as const, what: 'words were shown that were never said', events: [event] }]
      : [],
  );
  return [...altered, ...invented];
};
