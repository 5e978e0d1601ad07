import { expect, it } from 'vitest';
import { releaseMemory } from '../../../../src/adapters/storage/lowdb/release-memory.ts';

const heapMb = () => process.memoryUsage().heapTotal / 1024 / 1024;

/** Fills the heap with what nobody needs afterwards. */
function makeGarbage(): number {
  const garbage = Array.from({ length: 600_000 }, (_, index) => ({ index, text: `text ${index}` }));
  return garbage.length;
}

it('memory that was used to read is given back to the system', () => {
  makeGarbage();
  const before = heapMb();
  releaseMemory();
  expect(heapMb()).toBeLessThan(before - 30);
});
