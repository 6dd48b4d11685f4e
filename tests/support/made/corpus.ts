import { unescaped } from "#tests/support/house/http.ts";

// What people, robots and liars put into forms: the same for every form.

/** For words and values. Tags carry `data-planted`, so that a live one shows. */
export const plantedValues: [string, string][] = [
  ["nothing", ""],
  ["spaces and line ends", " \t\r\n\u2003\u3000 "],
  ["a NUL alone", "\0"],
  ["NULs among words", "he\0l\0p"],
  ["control characters", "a\u0001\u0007\u0008\u001b[31mred\u001b[0m\u007f\u0085\u009bz"],
  ["bidi overrides", "\u202Emoc.live//:sptth\u202C \u2067abc\u2066"],
  ["zero width and joiners", "h\u200Be\u200Dl\u2060p\uFEFF"],
  ["a tower of accents", `z${"\u0301".repeat(3000)}`],
  ["lone surrogates", "\uD83D x \uDE00"],
  ["noncharacters and private use", "\uFFFE\uFFFF\uE000\u{10FFFF}"],
  ["markup", '"><script data-planted>alert(1)</script><img data-planted src=x onerror=alert(1)>'],
  ["markup in capitals, unclosed", "<IMG DATA-PLANTED SRC=x ONERROR=alert(1)//"],
  ["the end of a text area", "</textarea></form><b data-planted>x</b><!--"],
  ["an attribute broken out of", '\' data-planted onfocus=alert(1) autofocus x=" data-planted onload="alert(1)'],
  ["what htmx would obey", '<hx-partial data-planted hx-target="#queue" hx-swap="delete"></hx-partial>'],
  ["already escaped markup", "&lt;b data-planted&gt;&#60;b data-planted&#62;&amp;lt;"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very thing that must stay text
  ["template syntax", "${7*7} {{7*7}} <%= 7*7 %> #{7*7} {% raw %}"],
  ["message syntax", "{alias} {n, plural, one {x} other {y}} '{' <link>x</link>"],
  ["SQL", "'); DROP TABLE message; -- \" OR 1=1"],
  ["format characters", "%s %n %d %x %00 %0a %2e%2e%2f"],
  ["a header in a line", "x\r\nSet-Cookie: s=planted\r\n\r\n<b data-planted>"],
  ["a script for an address", "javascript:alert(document.cookie)"],
  ["a path", "../../../../etc/passwd\\..\\..\\x"],
  ["another site", "https://evil.example//\\evil.example"],
  ["a negative number", "-1"],
  ["a fraction", "1.5"],
  ["a number beyond all", "99999999999999999999999"],
  ["an exponent", "1e9"],
  ["a hex number", "0x10"],
  ["no number", "NaN"],
  ["digits of another script", "\u0663"],
  ["the root of all objects", "__proto__"],
  ["a maker of objects", "constructor"],
  ["a list in brackets", "[1,2]"],
  ["an object", '{"toString":1,"then":1}'],
  ["one character too many", "é".repeat(4001)],
  ["a novel", "x".repeat(200_000)],
];

export type Body = string | Uint8Array<ArrayBuffer>;

/** A body that is no honest form, and the most a reader of forms may find in it. */
export interface HostileBody {
  name: string;
  body: Body;
  type: string | null;
  /** Its fields; null = it can only be refused as too big. */
  fields: Record<string, string> | null;
}

const encoded = "application/x-www-form-urlencoded";
const planted = "<b data-planted>x</b>";

/** Returns bodies of the wrong kind, from the fields of an honest form; `most`: bytes its door reads. */
export function plantedBodies(honest: Record<string, string>, most = 256 * 1024): HostileBody[] {
  const form = new URLSearchParams(honest).toString();
  const names = Object.keys(honest);
  const every = (make: (name: string) => string) => names.map(make).join("&");
  const part = (name: string, more = "", words = planted) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${words}\r\n`;
  const parts = (more: string, words: string) => `${names.map((name) => part(name, more, words)).join("")}--x--\r\n`;
  const multipart = "multipart/form-data; boundary=x";
  // Their exact content is unforeseeable: no reader may take it for more than broken words.
  const broken = Object.fromEntries(names.map((name) => [name, "\uFFFD"]));
  const twice = every((name) => `${name}=${encodeURIComponent(planted)}`);
  const list: [string, Body, string | null, HostileBody["fields"]?][] = [
    ["JSON", JSON.stringify(honest), "application/json"],
    ["a list as JSON", JSON.stringify([honest]), "application/json"],
    ["JSON that is deep", "[".repeat(50_000), "application/json"],
    ["JSON that calls itself a form", JSON.stringify(honest), encoded],
    ["plain text", form, "text/plain"],
    ["no type at all", new TextEncoder().encode(form), null],
    ["a type that only ends like a form", form, `text/${encoded}`],
    ["XML with an entity", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"],
    ["files instead of texts", parts('; filename="a.html"', planted), multipart],
    ["a big file in every field", parts('; filename="../../x"', "y".repeat(30_000)), multipart],
    ["multipart without a boundary", parts("", planted), "multipart/form-data"],
    ["multipart that breaks off", part(names[0] ?? "text").slice(0, -10), multipart],
    ["multipart of another boundary", parts("", planted), "multipart/form-data; boundary=other"],
    ["broken percent signs", every((name) => `${name}=%E0%A4%A&%zz=%`), encoded, broken],
    ["bytes that are no UTF-8", every((name) => `${name}=%ff%fe%c0%80`), encoded, broken],
    ["brackets after the names", every((name) => `${name}[]=x&${name}[a]=x&${name}.a=x`), encoded],
    ["names of prototypes", `__proto__=x&constructor=y&toString=z&then=1&${form}`, encoded, honest],
    ["a thousand more fields", `${form}&${"a=1&".repeat(1000)}`, encoded, honest],
    ["every name twice", `${twice}&${form}`, encoded, honest],
    ["nothing", "", encoded],
    ["one that is too big", `${form}&more=${"x".repeat(most)}`, encoded, null],
  ];
  return list.map(([name, body, type, fields = {}]) => ({ name, body, type, fields }));
}

/** Returns what of typed words may be shown and stored; on purpose not the product's own. */
export function clean(words: string): string {
  const shown = [...words.replaceAll("\r\n", "\n").replaceAll("\r", "\n").toWellFormed()];
  return shown.filter((one) => one === "\n" || one === "\t" || !isControl(one)).join("");
}

export function isControl(character: string): boolean {
  const code = character.codePointAt(0)!;
  return code < 32 || (code >= 127 && code < 160);
}

const live = "[data-planted], [onerror], [onload], [onfocus], [href^='javascript:'], [action^='http'], [srcdoc]";

/** Returns typed text that lives in a page: planted tags and handlers, addresses that are scripts. */
export function rawIn(html: string): string[] {
  const found: string[] = [];
  new HTMLRewriter().on(live, { element: (element) => void found.push(`<${element.tagName}>`) }).transform(html);
  const shown = html.match(/[^\P{Cc}\n\r\t]/gu) ?? [];
  // "undefined" is one of the words of return codes.
  const said = html.replace(/<strong id="words">[^<]*</, "<");
  const code = said.replace(/<(textarea|script|style|p dir)[^>]*>[\s\S]*?<\/(textarea|script|style|p)>/g, "");
  const none = code.match(/>[^<]*(\bundefined\b|\[object )[^<]*</g) ?? [];
  return [...found, ...new Set(shown.map((one) => `character ${one.codePointAt(0)}`)), ...none];
}

/** Returns the sentence of a refusal, on a page or in a frame; "" = none. */
export function sentence(html: string): string {
  const told = /<(?:p|div)[^>]*(?:role="alert"|data-refused="")[^>]*>(?:<h2>)?([^<]+)</;
  return unescaped(html.match(told)?.[1] ?? "");
}
