import { type Token, tokensOf } from './tokens.ts';
import { PowerFxError } from './value.ts';

/** Goes through the tokens of an expression. */
export interface Cursor {
  peek(): Token;
  take(): Token;
  isSign(value: string): boolean;
  /** Throws a {@link PowerFxError} when the next token is not this sign. */
  expect(value: string): void;
  /** What stands between two signs, with commas between; the opening one is next. */
  list<Item>(open: string, close: string, item: () => Item): readonly Item[];
}

export function cursorOf(source: string): Cursor {
  const tokens = tokensOf(source);
  let next = 0;
  const peek = (): Token => tokens[next] ?? { kind: 'end', value: '', at: source.length };
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const isSign = (value: string) => peek().kind === 'sign' && peek().value === value;
  const expect = (value: string): void => {
    if (!isSign(value)) throw unexpected(peek(), `"${value}"`);
    take();
  };
  const list: Cursor['list'] = (open, close, item) => {
    expect(open);
    const items: ReturnType<typeof item>[] = [];
    while (!isSign(close)) {
      if (items.length > 0) expect(',');
      items.push(item());
    }
    expect(close);
    return items;
  };
  return { peek, take, isSign, expect, list };
}

export function unexpected(token: Token, wanted: string): PowerFxError {
  const found = token.kind === 'end' ? 'the end' : JSON.stringify(token.value);
  return new PowerFxError(`${found} stands where ${wanted} is expected, at character ${token.at + 1}`);
}
