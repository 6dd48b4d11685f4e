// What somebody's browser is called in the list of their sessions: as much as they need to know it again, and no more.

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

/** A browser by its User-Agent header: "Firefox, Android"; "" for one that nobody knows. */
export function browserName(userAgent: string | undefined): string {
  const named = (names: [RegExp, string][]) => names.find(([mark]) => mark.test(userAgent ?? ""))?.[1] ?? "";
  return [named(browsers), named(systems)].filter(Boolean).join(", ");
}
