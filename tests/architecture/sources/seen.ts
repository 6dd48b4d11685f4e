/** What of a page is seen or read aloud, and what is only for machines; anything not listed counts as seen. */

/** Attributes and properties that someone sees or hears, on elements, components and objects. */
export const seenNames = new Set([
  "title",
  "alt",
  "placeholder",
  "label",
  "legend",
  "summary",
  "caption",
  "heading",
  "hint",
  "button",
  "children",
  "text",
  "textContent",
  "innerText",
  "outerText",
  "innerHTML",
  "outerHTML",
  "srcdoc",
  "abbr",
  "nodeValue",
  "ariaLabel",
  "ariaDescription",
  "ariaPlaceholder",
  "ariaRoleDescription",
  "ariaValueText",
  "aria-label",
  "aria-description",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "data-label", // staff.css shows it
  "hx-confirm",
  "hx-prompt",
]);

/** Functions and constructors whose words someone sees. */
export const sayers = new Set([
  "alert",
  "confirm",
  "prompt",
  "raw",
  "html",
  "Notification",
  "Option",
  "Response",
  "Text",
]);

/** Methods whose words someone sees: of an element, a document, an answer. */
export const sayingMethods = new Set([
  "alert",
  "confirm",
  "prompt",
  "createTextNode",
  "insertAdjacentText",
  "insertAdjacentHTML",
  "replaceChildren",
  "replaceWith",
  "before",
  "after",
  "append",
  "prepend",
  "write",
  "writeln",
  "setCustomValidity",
  "text",
  "html",
  "body",
]);

/** Functions whose strings no one sees: they find texts, page parts and headers, or only write logs. */
export const mutes = new Set([
  "t",
  "Error",
  "RangeError",
  "TypeError",
  "super", // of an error
  "report",
  "warn",
  "querySelector",
  "querySelectorAll",
  "matches",
  "matchMedia",
  "closest",
  "getElementById",
  "addEventListener",
  "header",
  "draftButton", // the name of what a button does: "add season"
]);

const words = (list: string) => new Set(list.trim().split(/\s+/));

/** Attributes, and properties of that name, that are for machines. */
const unseen = words(`
  class className id href src srcset name type method action for rel role lang dir hreflang target form list pattern media sizes
  as charset http-equiv scope key style tabindex datetime inputmode enterkeyhint autocomplete autocapitalize autocorrect
  spellcheck enctype formaction formmethod formenctype formtarget accept loading sandbox referrerpolicy property
  popovertarget popovertargetaction translate crossorigin integrity step min max minlength maxlength rows cols
  xmlns viewBox width height d fill stroke stroke-width stroke-linecap stroke-linejoin fill-rule clip-rule opacity
  transform points cx cy r rx ry x y x1 x2 y1 y2 preserveAspectRatio
  focusable draggable sameSite shape-rendering`);

const spokenAria = /^aria-(label|description|placeholder|roledescription|valuetext)$/;
const spokenHtmx = /^hx-(confirm|prompt)$/;
/** They can hold anything, so the value is judged by its look. */
const anything = /^(data-(?!label$)|on|hx-on)/;
const metaNames = /^(description|application-name|apple-mobile-web-app-title|keywords|author|og:|twitter:)/;

export type Place = "seen" | "unseen" | "code";

/** Returns where a property of this name puts its value, whatever has it. */
export function placeOfName(name: string): Place {
  if (seenNames.has(name)) return "seen";
  return unseen.has(name) || name.startsWith("hx-") || headerName.test(name) ? "unseen" : "code";
}

const headerName = /^[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)+$/;

/** Returns where an attribute puts its value; `of` reads the element's other attributes (null = computed). */
export function placeOfAttribute(tag: string, name: string, of: (name: string) => string | null | undefined): Place {
  const isComponent = /^[^a-z]|\./.test(tag);
  if (isComponent) return placeOfName(name);
  if (tag === "input" && name === "value") {
    return /^(hidden|checkbox|radio)$/.test(of("type") ?? "") ? "unseen" : "seen";
  }
  if (name === "value") return "unseen";
  if (tag === "meta" && name === "content") {
    const what = of("name") ?? of("property") ?? of("http-equiv") ?? "description";
    return metaNames.test(what) ? "seen" : "unseen";
  }
  if (anything.test(name)) return "code";
  if (name.startsWith("aria-")) return spokenAria.test(name) ? "seen" : "unseen";
  if (name.startsWith("hx-")) return spokenHtmx.test(name) ? "seen" : "unseen";
  return unseen.has(name) ? "unseen" : "seen";
}

const spokenInMarkup = /\b(?:title|alt|placeholder|label|aria-label|aria-description)\s*=\s*"([^"]*)"/g;

/** Returns a text without its markup, but with what the attributes of that markup say. */
function withoutMarkup(text: string): string {
  const said = (tag: string) => [...tag.matchAll(spokenInMarkup)].map(([, value]) => value).join(" ");
  return text.replace(/<!?\/?[a-z][^>]*>/gi, said).replace(/&#?\w+;/g, "");
}

/** Never words: a text key, a path, an address, a kind of file, a time zone, headers. */
const shapes = [
  /^[a-z]\w*(\.[a-z…]\w*)+…?$/,
  /^[/#?&][^ ]*$/,
  /^(https?|wss?|data|mailto|tel):/,
  /^(text|image|font|application)\/[\w.+-]+(; charset=utf-8)?$/,
  /^[A-Z]\w*(-[A-Z]\w*)+$/,
  /^[A-Z]\w+\/[A-Z]\w+$/,
  /^(default|script|style|img|font|connect|frame|form|base|require-trusted|trusted)-(src|ancestors|types|types-for|action|uri) /,
];

/** Returns whether a text has something to read in it. */
export function hasWords(text: string): boolean {
  return !shapes.some((shape) => shape.test(text)) && /\p{L}/u.test(withoutMarkup(text));
}

/** Returns whether a string reads like words for people, not like a name in code: two words, a capital, an end, an accent. */
export function readsLikeText(text: string): boolean {
  const said = withoutMarkup(text).trim();
  if (!hasWords(text) || !/\p{L}{2}/u.test(said)) return false;
  const twoWords = /\p{L}['’”»)]?[,.:;!?…]? +[“«(]?\p{L}/u.test(said);
  const capital = /^\p{Lu}\p{Ll}/u.test(said);
  const sentence = /\p{L}[!?…]$/u.test(said);
  return twoWords || capital || sentence || /[^\p{ASCII}]/u.test(said.replace(/[^\p{L}]/gu, ""));
}
