/** Digits of which a floating-point number is sure. */
const sure = 15;
const mostDecimals = 28;

/** A number without an exponent and without what floating-point adds to its last digits: 0.1 + 0.2 is 0.3. */
export function writtenNumber(value: number): string {
  const near = Number(value.toPrecision(sure));
  const isExact = String(near).replace(/[^\d]/g, '').length < sure;
  const written = isExact ? near : value;
  const text = String(written);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  return spelledOut(mantissa, Number(exponent));
}

/** Digits with a decimal point moved by the exponent. */
function spelledOut(mantissa: string, exponent: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(mantissa) ?? [];
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`.slice(0, sign.length + 2 + mostDecimals);
  return `${sign}${digits.padEnd(point, '0')}`;
}
