import type { Page } from 'playwright-core';

/**
 * Texts on the page that are harder to read than WCAG 2 allows at level AA (4.5 to 1, or 3 to 1 for large type), each
 * with its ratio. A canvas turns whatever colour notation the style sheets use into numbers.
 */
export async function faintTexts(page: Page): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(script);
  if (!Array.isArray(found)) throw new Error('the page did not say what it shows');
  return found.map(String);
}

const script = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const paint = (colors) => {
    pen.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const colors = [];
    for (let at = element; at; at = at.parentElement) colors.unshift(getComputedStyle(at).backgroundColor);
    return ['Canvas', ...colors];
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('').trim();
    const box = element.getBoundingClientRect();
    if (text === '' || box.width < 2 || box.height < 2 || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.matches(':disabled, [aria-hidden="true"], [aria-hidden="true"] *')) continue;
    const style = getComputedStyle(element);
    const back = behind(element);
    const [one, two] = [light(paint(back)), light(paint([...back, style.color]))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faint.push(ratio.toFixed(2) + ' ' + element.localName + '.' + element.className + ' ' + text.slice(0, 40));
  }
  return faint;
})()`;
