import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { evaluate } from '../../../simulators/solution/power-fx/evaluate.ts';
import { namesIn } from '../../../simulators/solution/power-fx/expression.ts';
import type { Names } from '../../../simulators/solution/power-fx/names.ts';
import { parseExpression } from '../../../simulators/solution/power-fx/parse.ts';
import { fillTemplate, parseTemplate } from '../../../simulators/solution/power-fx/template.ts';
import { PowerFxError, type Value } from '../../../simulators/solution/power-fx/value.ts';

const names: Names = {
  now: Date.parse('2026-01-31T09:30:00Z'),
  scope: (name) => {
    if (name === 'Global')
      return {
        kind: 'variables',
        of: {
          Name: 'Mia',
          Count: 3,
          Lines: [{ Price: 2 }, { Price: 3 }],
          Yes: true,
          Person: { City: 'Bonn' },
        },
      };
    return name === 'System' ? { kind: 'value', value: { Activity: { Channel: 'msteams' } } } : undefined;
  },
};
const value = (source: string): Value => evaluate(parseExpression(source), names);

describe('An expression', () => {
  test.each<[string, Value]>([
    ['"hi"', 'hi'],
    ['"say ""hi"""', 'say "hi"'],
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['-2 + 5', 3],
    ['1 - 2 - 3', -4],
    ['true', true],
    ['!true || true', true],
    ['Not false And true', true],
    ['Not(false)', true],
    ['And(true, true, false)', false],
    ['Or(false, true)', true],
    ['true Or false And false', true],
    ['1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3', true],
    ['1 = 1 && "a" <> "b"', true],
    ['"a" = "A"', false],
    ['Blank() = Blank()', true],
    ['Global.Missing = "x"', false],
    ['Global.Name', 'Mia'],
    ['Global.Person.City', 'Bonn'],
    ['Global.Missing.City', null],
    ['"Hello " & Global.Name & Global.Missing & 1', 'Hello Mia1'],
    ['System.Activity.Channel <> ChannelId.MsTeams', false],
    ['IsBlank(Global.Missing) && IsBlank("")', true],
    ['Text(Now(), DateTimeFormat.UTC)', '2026-01-31T09:30:00.000Z'],
    ['Text(5)', '5'],
    ['Max(Global.Count, Global.Count + 1) + Sum(Global.Count, 1)', 8],
    ['Sum(Global.Lines, Price) + Sum(Global.Lines As Line, Line.Price)', 10],
    ['If(Global.Count > 2, "many", "few")', 'many'],
    ['If(false, 1, false, 2)', null],
    ['Switch(Global.Count, 1, "one", 3, "three", "other")', 'three'],
    ['Switch("x", "y", 1, 2)', 2],
    ['Concatenate("a", 1, true)', 'a1true'],
    ['Upper("ß") & Lower("ABC") & Trim("  x  y ")', 'SSabcx y'],
    ['StartsWith("Hello", "he") && EndsWith("Hello", "LO")', true],
    ['Len("häuser")', 6],
    ['"LL" in "Hello" && !("LL" exactin "Hello")', true],
    ['"b" in ["A", "B"]', true],
    ['CountRows([1, 2])', 2],
    ['Coalesce(Blank(), "", "x")', 'x'],
    ['Left("abc", 2) & Right("abc", 1) & Right("abc", 0)', 'abc'],
    ['Substitute("a-b-c", "-", "+")', 'a+b+c'],
    ['{Name: Global.Name, "At": 1}.Name', 'Mia'],
    ['{}', {}],
    ['1 + // one\n 2 /* two */ + 3', 6],
    ['2 ^ 3 * 2', 16],
    ['First([1, 2]).Value + Last([1, 2]).Value', 3],
    ['Concat(FirstN([1, 2, 3], 2), Value, "-") & CountRows(LastN([1, 2, 3], 2))', '1-22'],
    ['Index(Table({a: 1}, {a: 2}), 2).a', 2],
    ['LookUp(Table({id: 1, name: "one"}, {id: 2, name: "two"}), id = 2, name)', 'two'],
    ['CountRows(Filter([1, 2, 3], Value > 1))', 2],
    ['Concat(ForAll([1, 2] As row, {v: row.Value * 2}), v, ",")', '2,4'],
    ['Find("b", "abc") + Len(Mid("abcd", 2, 2))', 4],
    ['IsBlank(Find("x", "abc"))', true],
    ['ParseJSON("{""a"": {""b"": 5}}").a.b', 5],
    ['JSON({b: 1, a: "x"})', '{"a":"x","b":1}'],
    ['Concat(Split("a,b", ","), Value, ";")', 'a;b'],
    ['If(false, "3", 2)', '2'],
    ['If(false, 3, "2")', 2],
    ['Coalesce("", 1)', '1'],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  test.each([
    ['Foo(1)', 'the function Foo is not known'],
    ['If(true, 1, Foo(1))', 'the function Foo is not known'],
    ['If(true, {a: 1}, "x")', 'results of different types are not known here'],
    ['Table({a: 1}, {a: "x"})', 'a column with values of different types is not known here'],
    ['ParseJSON("{")', 'what ParseJSON reads is not JSON'],
    ['Foo.Bar', 'the name Foo is not known'],
    ['System.Activity.Foo', 'the field Foo is not known'],
    ['ChannelId.Fax', 'ChannelId.Fax is not known'],
    ['constructor.name', 'the name constructor is not known'],
    ['ChannelId.constructor', 'ChannelId.constructor is not known'],
    ['Len()', 'Len does not take 0 arguments'],
    ['1 +', 'the end stands where a value is expected'],
    ['1 2', '2 stands where the end is expected'],
    ['"open', 'the character "\\"" is not known here'],
    ['1 = "1"', 'a number cannot be compared with text'],
    ['"a" < 2', 'text is not a number'],
    ['"x" && true', 'text is neither true nor false'],
    ['{a: 1} & "x"', 'a record is not text'],
    ['1 / 0', 'a division by 0'],
    ['Text(5, "0.00")', 'the format "0.00" of Text is not known'],
    ['(('.repeat(100), 'nested deeper than 64'],
  ])('%s is refused: %s', (source, message) => {
    expect(() => value(source)).toThrow(PowerFxError);
    expect(() => value(source)).toThrow(message);
  });

  it('names what it reads', () => {
    const source = 'If(Global.A = "x" && Topic.B.C in [Global.D], {E: System.F}, -Topic.G)';
    expect(namesIn(parseExpression(source))).toEqual([
      'Global.A',
      'Topic.B.C',
      'Global.D',
      'System.F',
      'Topic.G',
    ]);
  });

  it('gives text back as it was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(value(`"${text.replaceAll('"', '""')}"`)).toBe(text);
      }),
    );
  });

  it('reckons as arithmetic does, with the signs of every strength', () => {
    const tree = fc.letrec<{ sum: { source: string; result: number } }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        fc.nat(99).map((number) => ({ source: String(number), result: number })),
        fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum')).map(([one, sign, other]) => ({
          source: `(${one.source} ${sign} ${other.source})`,
          result: reckoned(one.result, sign, other.result),
        })),
      ),
    })).sum;
    fc.assert(
      fc.property(tree, ({ source, result }) => {
        expect(value(source)).toBe(result);
      }),
    );
    const chain = fc.array(fc.tuple(fc.constantFrom('+', '-', '*'), fc.nat(9)), { maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(9), chain, (first, rest) => {
        const source = `${first}${rest.map(([sign, number]) => ` ${sign} ${number}`).join('')}`;
        // JavaScript's own precedence is the oracle.
        expect(value(source)).toBe(Function(`return ${source}`)());
      }),
    );
  });

  it('is read or refused, whatever it is, and never harms', () => {
    const words = fc.constantFrom(
      'Global',
      '.',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '&&',
      'Or',
      '"a"',
      '1',
      '=',
      '-',
      'If',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 30 }).map((parts) => parts.join(' ')),
        ),
        (source) => {
          try {
            value(source);
          } catch (cause) {
            expect(cause).toBeInstanceOf(PowerFxError);
          }
        },
      ),
    );
  });
});

function reckoned(one: number, sign: '+' | '-' | '*', other: number): number {
  if (sign === '*') return one * other;
  return sign === '+' ? one + other : one - other;
}

describe('A message', () => {
  const filled = (text: string) => fillTemplate(parseTemplate(text), names);

  test.each([
    ['Hello {Global.Name}, {Global.Count + 1}!', 'Hello Mia, 4!'],
    ['{Global.Missing}nothing', 'nothing'],
    ['{{Name: "}"}.Name}', '}'],
    ['plain }', 'plain }'],
  ])('%s', (text, expected) => {
    expect(filled(text)).toBe(expected);
  });

  it('is refused when a brace is never closed', () => {
    expect(() => filled('Hello {Global.Name')).toThrow('a "{" is never closed');
  });

  it('is as it stands when it has no braces', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{')),
        (text) => {
          expect(filled(text)).toBe(text);
        },
      ),
    );
  });
});
