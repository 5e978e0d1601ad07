import { printable } from '../src/domain/printable.ts';

/* The only ways to write to the terminal of an operator: what others have written is in many of these texts. */

/** Writes lines to standard output. */
export const say = (text: string): void => void process.stdout.write(`${printable(text)}\n`);

/** Writes lines to standard error. */
export const sayError = (text: string): void => void process.stderr.write(`${printable(text)}\n`);
