/** Where the command writes; a terminal is told how it goes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}
