import fc from "fast-check";
import {
  type Palette,
  schemes,
  staffPalette,
  type Theme,
  themeNames,
  themes,
  variables,
} from "#src/settings/look/themes.ts";

// Contrast again, from the words of WCAG 2.2 and not from the code: in whole numbers, another way.
const linear = Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part > 0.04045 ? Math.exp(2.4 * Math.log((part + 0.055) / 1.055)) : part / 12.92;
});
const numbers = (colour: string) => [...Buffer.from(colour.slice(1), "hex")] as [number, number, number];
/** Returns how well two colours stand apart. */
function ratio(a: string, b: string): number {
  const [one, other] = [a, b].map((colour) => {
    const [red, green, blue] = numbers(colour);
    return linear[red]! * 0.2126 + linear[green]! * 0.7152 + linear[blue]! * 0.0722 + 0.05;
  }) as [number, number];
  return Math.max(one / other, other / one);
}
const blended = (top: string, bottom: string, alpha: number) => {
  const [over, under] = [numbers(top), numbers(bottom)];
  return `#${Buffer.from(over.map((value, i) => Math.round(under[i]! + (value - under[i]!) * alpha))).toString("hex")}`;
};

/** What stands on what, told again: text 4.5, the lines of the face 3. */
const youthText: [keyof Palette, string[]][] = [
  ["ink", ["bg", "light", "card", "theirs"]],
  ["soft", ["bg", "light", "card", "theirs"]],
  ["accent", ["bg", "light", "card", "theirs"]],
  ["danger", ["bg", "light", "card"]],
  ["ok", ["card"]],
  ["on", ["accent"]],
];

/** Returns the unreadable pairs of a theme on young people’s pages: "light soft on card". */
export function tooClose(theme: Theme): string[] {
  return schemes.flatMap((scheme) => {
    const palette = theme[scheme];
    const shades: Record<string, string> = { ...palette, light: blended(palette.glow, palette.bg, 0.22) };
    const text = youthText.flatMap(([front, grounds]) =>
      grounds.filter((ground) => ratio(palette[front], shades[ground]!) < 4.5).map((ground) => `${front} on ${ground}`),
    );
    const mine = ratio("#ffffff", palette.mine) < 4.5 ? ["white on mine"] : [];
    const face = ratio("#2a2140", palette.glow) < 3 ? ["lines on glow"] : [];
    return [...text, ...mine, ...face].map((pair) => `${scheme} ${pair}`);
  });
}

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const record = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(variables.map((name) => [name, value]))) as fc.Arbitrary<Record<string, Value>>;
const wild = fc.record({ light: record(colour), dark: record(colour) }) as unknown as fc.Arbitrary<Theme>;

const near = (by: number) =>
  fc
    .tuple(
      fc.constantFrom(...themeNames),
      fc.array(fc.integer({ min: -by, max: by }), { minLength: 72, maxLength: 72 }),
    )
    .map(([name, off]) => {
      let at = 0;
      const moved = (of: string) => {
        const bytes = numbers(of).map((value) => Math.min(255, Math.max(0, value + off[at++]!)));
        return `#${Buffer.from(bytes).toString("hex")}`;
      };
      const palette = (scheme: "light" | "dark") =>
        Object.fromEntries(variables.map((one) => [one, moved(themes[name][scheme][one])]));
      return { light: palette("light"), dark: palette("dark") } as Theme;
    });

/** Themes of any colours, and some a little or much beside a ready one: about half are readable. */
export const anyTheme = fc.oneof(wild, near(4), near(12), near(60));

/** Returns the unreadable pairs of a theme on the staff’s pages: "accent on tint". */
export function staffTooClose(theme: Theme, scheme: "light" | "dark"): string[] {
  const own: Record<string, string> = staffPalette(theme, scheme);
  own.hovered = blended(own.accent!, own.ink!, 0.88);
  const grounds = ["bg", "card", "hover", "tint", "bad-bg"];
  const all: [string, string[]][] = [
    ["ink", [...grounds, "theirs"]],
    ["soft", grounds],
    ["accent", [...grounds, "theirs", "warn-bg"]],
    ["on", ["accent", "hovered"]],
    ["ok", ["bg", "card", "hover", "tint"]],
    ["warn", ["bg", "card", "hover", "tint", "warn-bg"]],
    ["bad", grounds],
  ];
  const edge = ["bg", "card", "hover"].filter((ground) => ratio(own.edge!, own[ground]!) < 3);
  const text = all.flatMap(([front, behind]) =>
    behind.filter((ground) => ratio(own[front]!, own[ground]!) < 4.5).map((ground) => `${front} on ${ground}`),
  );
  return [...text, ...edge.map((ground) => `edge on ${ground}`)];
}
