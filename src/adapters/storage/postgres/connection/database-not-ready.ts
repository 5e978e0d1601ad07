/** What it says is for operators to read. */
export class DatabaseNotReady extends Error {
  override readonly name = 'DatabaseNotReady';
}
