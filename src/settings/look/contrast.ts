/** Colours as the rules of WCAG 2.2 see them. All colours are `#rrggbb`. */

/** Relative luminance, 0 (black) to 1 (white): WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well two colours stand apart, 1 to 21: WCAG 2.2, "contrast ratio". The order does not matter. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** What is seen where `top` covers `bottom` by `alpha` (0 to 1). */
export function mix(top: string, bottom: string, alpha: number): string {
  const under = channels(bottom);
  const seen = channels(top).map((value, i) => Math.round(value * alpha + under[i]! * (1 - alpha)));
  return `#${seen.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
