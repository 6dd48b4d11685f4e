import { tidyNote } from "#src/hours/files/imported.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";

const tag = /<(\/?)([a-z][a-z0-9]{0,15})\b[^<>]*>|<![^<>]*>/gi;
const blocks = new Set("p br div li ul ol tr table h1 h2 h3 h4 h5 h6 section article blockquote hr dt dd".split(" "));
const unread = new Set(["script", "style", "template"]);

/** Returns what someone reads of a text that may be HTML. It must still be escaped where it is shown. Takes linear time. */
export function plainText(text: string): string {
  const isHtml = /[<&]/.test(text);
  const read = isHtml
    ? withoutTags(text).replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/gi, character)
    : text;
  return cleanText(read)
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n");
}

/** Returns a text trimmed, without characters that show nothing or turn words around. */
export function cleanText(text: string): string {
  return tidyNote(withoutMisleading(text));
}

function withoutTags(text: string): string {
  let read = "";
  let from = 0;
  let inside = "";
  for (const found of text.matchAll(tag)) {
    if (inside === "") read += text.slice(from, found.index);
    from = found.index + found[0].length;
    const name = found[2]?.toLowerCase() ?? "";
    if (blocks.has(name)) read += "\n";
    if (inside === "" && unread.has(name) && found[1] === "") inside = name;
    else if (inside === name && found[1] !== "") inside = "";
  }
  return inside === "" ? read + text.slice(from) : read;
}

const named: Record<string, string> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", shy: "", ndash: "–", mdash: "—", hellip: "…" },
  ...{ lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„", laquo: "«", raquo: "»", bull: "•" },
  ...{
    middot: "·",
    deg: "°",
    sect: "§",
    euro: "€",
    pound: "£",
    copy: "©",
    reg: "®",
    trade: "™",
    iexcl: "¡",
    iquest: "¿",
  },
  ...{ szlig: "ß", aelig: "æ", AElig: "Æ", oelig: "œ", OElig: "Œ", oslash: "ø", Oslash: "Ø", eth: "ð", thorn: "þ" },
};
/** By their HTML names: `&eacute;` is an e with one. */
const marks: Record<string, string> = {
  ...{ grave: "\u0300", acute: "\u0301", circ: "\u0302", tilde: "\u0303", uml: "\u0308", ring: "\u030a" },
  ...{ cedil: "\u0327", caron: "\u030c" },
};

function character(entity: string, name: string): string {
  if (name.startsWith("#")) {
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    if (code >= 0xd800 && code < 0xe000) return "";
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  }
  if (Object.hasOwn(named, name)) return named[name]!;
  const [, letter = "", mark = ""] = /^([a-z])([a-z]+)$/i.exec(name) ?? [];
  return Object.hasOwn(marks, mark) ? (letter + marks[mark]).normalize("NFC") : entity;
}
