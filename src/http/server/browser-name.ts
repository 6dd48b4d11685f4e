// Says as much of a browser as someone needs to know their session again, and no more.

const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\b(OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\biPad\b/, "iPad"],
  [/\biPhone\b/, "iPhone"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMacintosh\b/, "Mac"],
  [/\bLinux\b/, "Linux"],
];

/** Returns a browser by its User-Agent header, like "Firefox, Android"; "" for an unknown one. */
export function browserName(userAgent: string | undefined): string {
  const named = (names: [RegExp, string][]) => names.find(([mark]) => mark.test(userAgent ?? ""))?.[1] ?? "";
  return [named(browsers), named(systems)].filter(Boolean).join(", ");
}
