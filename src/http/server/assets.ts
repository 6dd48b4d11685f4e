import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { createHash } from "#src/crypto/hash.ts";
import { embedded } from "#src/embedded.ts";
import { projectFile } from "#src/files.ts";
import type { Discreet } from "#src/settings/look/themes.ts";

const types = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

interface Asset {
  path: string;
  type: string;
  text: string;
  encoded(encoding: "br" | "gzip"): Uint8Array<ArrayBuffer>;
}

export interface Assets {
  css: string;
  pagesCss: string;
  htmx: string;
  console: string;
  room: string;
  hours: string;
  welcome: string;
  settings: string;
  record: string;
  passkey: string;
  paper: string;
  live: string;
  copy: string;
  practice: string;
  notices: string;
  chat: string;
  door: string;
  busy: string;
  byPath: Map<string, Asset>;
  /** Young people's style sheets, inlined behind the colours of the theme. */
  youthCss: string;
  youthNoScriptCss: string;
  youthChatCss: string;
  youthMeanwhileCss: string;
  youthDangerCss: string;
  endCss: string;
  laterCss: string;
  busyCss: string;
  whichCss: string;
  /** The sheet of both frames of a chat without scripts, and what is added in danger. */
  frameCss: string;
  dangerFrameCss: string;
  /** The frame of a colleague who plays a young person. */
  practiceCss: string;
  /** What a discreet look adds to any of these. */
  discreetCss: Record<Discreet, string>;
}

let loaded: Assets | undefined;

/** Returns the static files, read once: they do not change while the process runs. */
export function loadAssets(): Assets {
  loaded ??= embedded ? builtIn(embedded) : readAssets();
  return loaded;
}

/** Squeezed and hashed where the program was built. */
function builtIn({ pages, served }: NonNullable<typeof embedded>): Assets {
  const byPath = new Map(Object.entries(served).map(([path, file]) => [path, builtInAsset(path, file)]));
  return Object.assign(pages as Omit<Assets, "byPath">, { byPath });
}

function builtInAsset(path: string, file: NonNullable<typeof embedded>["served"][string]): Asset {
  return {
    path,
    type: file.type,
    get text() {
      return file.text;
    },
    encoded: (encoding) => new Uint8Array(Buffer.from(file[encoding], "base64")),
  };
}

function readAssets(): Assets {
  const byPath = new Map<string, Asset>();
  const add = (name: string, kind: keyof typeof types, text: string) => {
    const asset = makeAsset(`/static/${name}.${createHash(text).slice(0, 12)}.${kind}`, types[kind], text);
    byPath.set(asset.path, asset);
    return asset.path;
  };
  const htmx = (file: string) => projectFile(`node_modules/htmx.org/dist/${file}`);
  const sheet = (...names: string[]) => squeezeCss(names.map((name) => projectFile(`static/${name}.css`)).join("\n"));
  const staff = (name: string, ...files: string[]) =>
    add(name, "js", files.map((file) => withoutComments(projectFile(`static/${file}.js`))).join(""));
  const script = (name: string, ...files: string[]) =>
    add(name, "js", files.map((file) => squeezeJs(projectFile(`static/${file}.js`))).join(""));
  return {
    css: add("staff", "css", lighterCss(projectFile("static/staff.css"))),
    pagesCss: add("staff-pages", "css", lighterCss(projectFile("static/staff-pages.css"))),
    // One file on purpose: htmx starts right after its own script, and does not see extensions that load later.
    htmx: add("htmx", "js", ["htmx.min.js", "ext/hx-ws.min.js", "ext/hx-upsert.min.js"].map(htmx).join(";\n")),
    room: staff("console-room", "console-room"),
    hours: staff("hours", "hours"),
    welcome: staff("welcome", "welcome"),
    settings: staff("settings", "settings"),
    record: staff("record", "console-record"),
    passkey: staff("passkey", "passkey"),
    copy: staff("copy", "copy"),
    practice: staff("practice", "practice"),
    notices: staff("notices", "staff-notices"),
    paper: staff("paper", "staff-paper"),
    live: staff("live", "staff-times", "staff-call", "staff-live", "staff-idle"),
    console: staff(
      "console",
      "staff-times",
      "staff-call",
      "staff-idle",
      "console",
      "console-log",
      "console-acts",
      "console-lists",
      "console-referrals",
      "console-side",
      "console-notes",
      "console-handover",
      "console-help",
      "console-shift",
      "console-signal",
      "console-overview",
      "console-replies",
      "console-writing",
    ),
    chat: script("chat", "leave", "words", "chat-line", "chat-log", "chat"),
    door: script("door", "leave", "words", "door"),
    busy: script("busy", "leave", "words", "busy"),
    byPath,
    youthCss: sheet("youth-base", "youth"),
    youthNoScriptCss: sheet("youth-noscript"),
    youthChatCss: sheet("youth-felt", "youth-chat"),
    youthMeanwhileCss: sheet("youth-meanwhile"),
    youthDangerCss: sheet("youth-danger"),
    endCss: sheet("youth-felt", "youth-end"),
    laterCss: sheet("youth-later"),
    busyCss: sheet("youth-busy"),
    whichCss: sheet("youth-which"),
    frameCss: sheet("youth-base", "youth-frame"),
    dangerFrameCss: sheet("youth-danger-frame"),
    practiceCss: sheet("practice-frame"),
    discreetCss: {
      notes: sheet("youth-discreet", "youth-notes"),
      homework: sheet("youth-discreet", "youth-homework"),
    },
  };
}

function makeAsset(path: string, type: string, text: string): Asset {
  const made = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    path,
    type,
    text,
    encoded: (encoding) => {
      let bytes = made.get(encoding);
      if (!bytes) {
        bytes = new Uint8Array(compress(encoding, text));
        made.set(encoding, bytes);
      }
      return bytes;
    },
  };
}

function compress(encoding: "br" | "gzip", text: string): Buffer {
  if (encoding === "gzip") return gzipSync(text, { level: 9 });
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } });
}

/** Takes comments and needless space out of a style sheet. Simple on purpose: ours have no strings with braces. */
export function squeezeCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,>]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}")
    .trim();
}

/** Enough for the staff, whose pages may weigh more. */
function lighterCss(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\n\s*/g, "\n");
}

function withoutComments(js: string): string {
  return js.replace(/^ *(\/\/.*)?\n?/gm, "");
}

/** Squeezes a script that young people pay for. Simple on purpose: ours are formatted by biome, with every semicolon. */
export function squeezeJs(js: string): string {
  return withoutComments(js.replace(/^\/\*[\s\S]*?\*\/\n/, ""))
    .replace(
      /("[^"\n]*")|\s*([{}()[\];,:?=*&|<>!])\s*|\n\s*(?=\.)| ([-+%]) (?![-+])/g,
      (_, text, sign, sum) => text ?? sign ?? sum ?? "",
    )
    .replace(
      /("[^"\n]*")|\b(ask|byId|count|doc|event|fresh|hooks|log|mine|net|old|one|own|part|queue|refused|request|stuck|tries|unread|word|kept|live|poll|socket|closed)\b/g,
      (_, text, name) => text ?? name[0],
    )
    .replace(
      /("[^"\n]*")|(?<!\.)\b(address|again|alone|anew|answer|around|aside|atEnd|back|beside|body|box|button|chat|counter|done|drop|due|earlier|end|fields|finish|first|form|frame|giveBack|gone|heardAt|hex|html|inside|known|last|lastPage|leave|link|linked|list|lost|most|name|now|offline|older|open|openPoll|openSocket|ours|over|parse|patience|place|post|renew|renewTop|rest|retry|root|rounds|saidAt|saw|say|scrollAt|seen|send|settle|shiftAt|shifts|show|soon|status|tap|time|timer|title|toEnd|told|typedAt|unplug|unpoll|waits|wake|way|why|work|works|yours)\b(?!:)/g,
      (_, text, name) => text ?? name[0] + name.at(-1),
    )
    .replace(/("[^"\n]*")|\b(true|false)\b/g, (_, text, is) => text ?? (is === "true" ? "!0" : "!1"))
    .replace(
      /("[^"\n]*")|(?<=[)\]])([-+]) (?![-+])|\b(return) (?=["!([{])/g,
      (_, text, sum, word) => text ?? sum ?? word,
    )
    .replaceAll(";}", "}");
}
