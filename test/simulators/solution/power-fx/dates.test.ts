import { describe, expect, it, test } from 'vitest';
import { evaluate } from '../../../../simulators/solution/power-fx/evaluate.ts';
import { writtenJson } from '../../../../simulators/solution/power-fx/json.ts';
import { parseExpression } from '../../../../simulators/solution/power-fx/parse.ts';
import { asText, PowerFxError, type Value } from '../../../../simulators/solution/power-fx/value.ts';

const value = (source: string): Value =>
  evaluate(parseExpression(source), { now: Date.parse('2026-01-31T23:30:00Z'), scope: () => undefined });

describe('A time', () => {
  test.each([
    ['Now()', '1/31/2026 11:30 PM'],
    ['Today()', '1/31/2026'],
    ['Date(2026, 2, 29)', '3/1/2026'],
    ['DateValue("2026-01-05")', '1/5/2026'],
    ['DateValue("January 5, 2026")', '1/5/2026'],
    ['DateTimeValue("5 Jan 2026 2:05 pm")', '1/5/2026 2:05 PM'],
    ['DateTimeValue("2026-01-05T10:00:00+02:00")', '1/5/2026 8:00 AM'],
    ['TimeValue("14:05")', '2:05 PM'],
    ['DateAdd(Today(), 1)', '2/1/2026'],
    ['DateAdd(Today(), 1, TimeUnit.Months)', '2/28/2026'],
    ['DateAdd(Now(), 45, TimeUnit.Minutes)', '2/1/2026 12:15 AM'],
    ['Today() + 7', '2/7/2026'],
    ['Today() - Date(2026, 1, 1)', '30'],
    ['Date(2026, 1, 1) + Time(9, 30, 0)', '1/1/2026 9:30 AM'],
    ['EDate(Today(), 1)', '2/28/2026'],
    ['EOMonth(Today(), 0)', '1/31/2026'],
    ['Text(Today(), "yyyy-mm-dd")', '2026-01-31'],
    ['Text(Now(), "dd.mm.yyyy hh:mm:ss")', '31.01.2026 23:30:00'],
    ['Text(Today(), "dddd, mmmm d")', 'Saturday, January 31'],
    ['Text(Now(), DateTimeFormat.LongDateTime)', 'Saturday, January 31, 2026 11:30:00 PM'],
    ['Text(TimeValue("09:05:07"), "h:mm AM/PM")', '9:05 AM'],
    ['If(Today() > DateValue("2026-01-01"), "late", "early")', 'late'],
    ['"until " & DateAdd(Today(), 2)', 'until 2/2/2026'],
  ])('%s reads %s', (source, text) => {
    expect(asText(value(source))).toBe(text);
  });

  test.each<[string, Value]>([
    ['DateDiff(Date(2026, 1, 1), Today())', 30],
    ['DateDiff(Date(2025, 12, 31), Date(2026, 1, 1), TimeUnit.Years)', 1],
    ['DateDiff(Now(), Today(), TimeUnit.Hours)', -23],
    ['Year(Today()) * 100 + Month(Today())', 202601],
    ['Day(Today()) & ":" & Hour(Now()) & ":" & Minute(Now()) & ":" & Second(Now())', '31:23:30:0'],
    ['Weekday(Today())', 7],
    ['Weekday(Today(), StartOfWeek.Monday)', 6],
    ['IsToday(Now())', true],
    ['Today() = DateValue("1/31/2026")', true],
    ['IsBlank(DateValue(""))', true],
    ['JSON({at: Now(), day: Today()})', '{"at":"2026-01-31T23:30:00.000Z","day":"2026-01-31"}'],
    ['Value(Date(2026, 1, 31))', 46053],
  ])('%s is %j', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  test.each([
    ['DateValue("tomorrow")', '"tomorrow" is not known to be a time'],
    ['DateValue("31.01.2026")', '"31.01.2026" is not known to be a time'],
    ['DateValue("2026-02-30")', '"2026-02-30" is not known to be a time'],
    ['DateValue("1.2.2026", "de-DE")', 'dates in the language "de-DE" are not known here'],
    ['DateAdd(Today(), 1, "Days")', 'DateAdd takes a member of an enumeration, not text'],
    ['Date(10000, 1, 1)', 'there is no year 10000'],
    ['DateAdd(Date(9999, 12, 31), 1)', 'a time outside of the years 1 to 9999'],
    ['Text(Today(), "qq")', 'the format "qq" of Text is not known'],
    ['Today() + Today()', 'a date and a date are not added'],
  ])('%s is refused: %s', (source, why) => {
    expect(() => value(source)).toThrow(new PowerFxError(why));
  });

  it('keeps what it is through the JSON of a stored conversation', () => {
    const stored = JSON.parse(JSON.stringify({ at: value('Now()') }));
    expect(writtenJson(stored)).toBe('{"at":"2026-01-31T23:30:00.000Z"}');
  });
});
