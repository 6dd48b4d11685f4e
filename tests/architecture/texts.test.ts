import { describe, expect, test } from "vitest";
import { breaches } from "./breaches.ts";

const page = "views/youth/door/door.tsx";
const door = "src/http/session/gate.ts";
const script = "static/chat.js";
const style = "static/staff.css";

/** What is told of the texts of a file. */
const told = (path: string, source: string) =>
  breaches(new Map([[path, source]]))
    .filter((one) => one.startsWith(path) && /catalogs|texts|exempt/.test(one))
    .map((one) => one.replace(`${path}: `, ""));

const view = (jsx: string, before = "") =>
  `import { raw } from "hono/html";\n${before}\nexport const Door = ({ t, p, title }: { t: (key: string) => string; p: Props }) => (${jsx});\n`;

describe("a text outside the catalogs is found", () => {
  test.each([
    ["between tags", view("<p>Save</p>"), "Save"],
    ["one small word between tags", view("<p>{t('a.b')} or {t('a.c')}</p>"), "or"],
    ["with an entity", view("<p>Don&rsquo;t</p>"), "Don’t"],
    ["in another script", view("<p>Сохранить</p>"), "Сохранить"],
    ["over several lines", view("<p>\n  Talk\n  to us <b>{p.now}</b>\n</p>"), "Talk to us"],
    ["in braces", view('<p>{"save"}</p>'), "save"],
    ["as one of two", view('<p>{p.open ? "open" : t("a.b")}</p>'), "open"],
    ["behind a condition", view('<p>{p.open && "open"}</p>'), "open"],
    ["in place of nothing", view('<p>{p.who ?? "nobody"}</p>'), "nobody"],
    ["in a template", view(`<p>{\`\${p.n} chats\`}</p>`), "… chats"],
    ["in a sum", view('<p>{p.n + " chats"}</p>'), "chats"],
    ["in a list that is joined", view('<p>{["open", p.n].join(", ")}</p>'), "open"],
    ["in a list of which each is shown", view('<ul>{["open"].map((one) => <li>{one}</li>)}</ul>'), "open"],
    ["from a function that is called", view("<p>{p.list.map((one) => (one ? `closed` : t(one)))}</p>"), "closed"],
    ["under a name of its own", view("<p>{word}</p>", 'const word = "save";'), "save"],
    ["from a function of the file", view("<p>{word(p)}</p>", 'function word(p) { if (p) return "save"; }'), "save"],
    ["as what a name is otherwise", view("<B />", 'function B({ label = "save" }) { return <i>{label}</i>; }'), "save"],
    [
      "so in a function without a name of its own",
      view("<B />", 'const B = ({ p: word = "save" }) => <i>{word}</i>;'),
      "save",
    ],
    [
      "returned from within a loop",
      view("<p>{word()}</p>", 'function word() { for (const one of ["day"]) if (one) return "save"; }'),
      "save",
    ],
    ["as markup of its own", view('<p dangerouslySetInnerHTML={{ __html: "<b>save</b>" }} />'), "<b>save</b>"],
    ["in a list of words by name", view("<p>{words.a}</p>", 'const words = { a: "save" };'), "save"],
    ["in a title", view('<p title="save" />'), "save"],
    ["in an alternative", view('<img src="/a.png" alt={p.face ? "face" : ""} />'), "face"],
    ["in a placeholder", view('<input name="a" type="search" placeholder="search" />'), "search"],
    ["in what is read aloud", view('<nav aria-label="parts" />'), "parts"],
    ["in a description read aloud", view('<nav aria-description="parts" />'), "parts"],
    ["in the value of a button", view('<input type="submit" value="save" />'), "save"],
    ["in a field filled in before", view('<input name="reason" value="because" />'), "because"],
    ["in the label of a group", view('<optgroup label="fruit" />'), "fruit"],
    ["in the description of the page", view('<meta name="description" content="a chat" />'), "a chat"],
    ["in the property that link previews show", view('<meta property="og:title" content="chat" />'), "chat"],
    ["in a question of htmx", view('<button hx-confirm="sure?" />'), "sure?"],
    ["in an attribute that nobody has heard of", view('<p tooltip="save" />'), "save"],
    ["in what a style sheet shows", view('<td data-label="when" />'), "when"],
    ["in attributes spread", view('<p {...{ title: "save" }} />'), "save"],
    ["in an act of an element", view("<p onclick=\"alert('Gone now')\" />"), "alert('Gone now')"],
    ["in what a part is given", view('<Field label="name" />'), "name"],
    ["in what a part is given under any name", view('<Field sub="Your name" />'), "Your name"],
    ["in markup as a string", view('<p>{raw("<b>save</b>")}</p>'), "<b>save</b>"],
    ["in an attribute of such markup", view("<p>{raw('<img title=\"face\">')}</p>"), '<img title="face">'],
    ["kept for later", view("<p />", 'const sentences = ["We are here."];'), "We are here."],
    ["as the name of an entry", view("<p />", 'const rows = { "monday to friday": 1 };'), "monday to friday"],
  ])("%s", (_, source, text) => {
    expect(told(page, source)).toEqual([`“${text}” stands here and not in the catalogs`]);
  });

  test.each([
    ["in an answer", 'export const f = (c: C) => c.text("gone", 404);', "gone"],
    ["in a page by hand", 'export const f = (c: C) => c.html("<h1>gone</h1>");', "<h1>gone</h1>"],
    ["in an answer made by hand", 'export const f = () => new Response("gone", { status: 404 });', "gone"],
    ["in a sentence on its way", 'export const f = (c: C) => c.json({ error: "It is gone" });', "It is gone"],
    ["in a title on its way", 'export const f = (c: C) => c.json({ title: "gone" });', "gone"],
  ])("of a door, %s", (_, source, text) => {
    expect(told(door, source)).toEqual([`“${text}” stands here and not in the catalogs`]);
  });

  test.each([
    ["as the words of an element", 'box.textContent = "save";', "save"],
    ["as one of two", 'box.innerText = open ? "open" : words.shut;', "open"],
    ["as markup", 'box.innerHTML = "<b>save</b>";', "<b>save</b>"],
    ["as the title of the page", 'document.title = "(" + n + ") chats";', ") chats"],
    ["as an attribute", 'box.setAttribute("aria-label", "close");', "close"],
    ["as an attribute that is worked out", 'box.setAttribute(name, "close");', "close"],
    ["as a property", 'box.ariaLabel = "close";', "close"],
    ["in a warning", 'alert("gone");', "gone"],
    ["in a question of the window", 'if (window.confirm("sure?")) go();', "sure?"],
    ["as a node", 'box.append("gone");', "gone"],
    ["beside an element", 'box.insertAdjacentHTML("beforeend", "<i>gone</i>");', "<i>gone</i>"],
    ["in a message of the system", 'new Notification("chat");', "chat"],
    ["through a function of its own", 'say("line", "Nobody is here.");', "Nobody is here."],
  ])("of a script, %s", (_, source, text) => {
    expect(told(script, source)).toEqual([`“${text}” stands here and not in the catalogs`]);
  });

  test("of a style sheet", () => {
    expect(told(style, '.a::after { color: red; content: "new" } .b { content: " · " }')).toEqual([
      "“new” stands here and not in the catalogs",
    ]);
  });

  test.each([
    [page, "export const Door = () => <p>Save</b>;"],
    [page, "export const Door = () => <p>{</p>;"],
    [door, "export const f = (: string) => 1;"],
    [script, "var a = ;"],
  ])("in a file that cannot be read, all of it is refused", (path, source) => {
    expect(told(path, source)).toEqual(["cannot be read for the texts in it"]);
  });

  test("what is exempt and does not stand there any more is told, so that the list stays true", () => {
    expect(told("views/counsellor/console/keys.tsx", view("<b>N J K B R E</b>"))).toContain(
      "“Esc” is exempt and does not stand here",
    );
  });
});

describe("what nobody sees is nobody's text", () => {
  test.each([
    ["the key of a text", view('<p title={t("a.title")}>{t("a.words")}</p>')],
    ["one of two keys", view('<p>{t(p.open ? "a.open" : "a.closed")}</p>')],
    ["a key that is put together", view(`<p>{t(\`a.\${p.state}\`)}</p>`)],
    ["a key given on", view('<Marked text="a.words" />')],
    ["values of a text", view('<p>{t("a.b", { n: p.n, what: p.label || "–" })}</p>')],
    ["a line between words", view("<p>{p.from} – {p.to} · ({p.n}) 24/7 → {' '}&nbsp;</p>")],
    ["a class, an id, a name", view(`<p class={\`dot \${p.open ? "open" : "shut"}\`} id="door" />`)],
    ["the value of a choice", view('<option value="whenever">{p.label}</option>')],
    ["a hidden field", view('<input type="hidden" name="do" value="save" />')],
    ["a box to tick", view('<input type="checkbox" name="days" value="monday" />')],
    ["what a button does", view('<button type="submit" name="do" value="save">{t("a.save")}</button>')],
    ["where a link leads", view('<a href="/how" rel="noopener" target="_blank">{t("a.how")}</a>')],
    ["what describes and is described", view('<p aria-labelledby="a b" aria-live="polite" role="status" />')],
    ["for robots", view('<meta name="robots" content="noindex, nofollow" />')],
    ["for the window", view('<meta name="viewport" content="width=device-width, initial-scale=1" />')],
    ["drawn lines", view('<svg viewBox="0 0 16 16" fill="none"><path d="M2 3h12v8H7l-3 3v-3H2z" /></svg>')],
    ["for htmx", view('<div hx-get="/x" hx-swap="outerHTML" hx-target="closest li" data-live="yes" />')],
    ["comparing", view('<p>{p.what === "Saved" && t("a.saved")}</p>')],
    [
      "a list of keys",
      view(`<nav>{["week", "days"].map((part) => <a href={\`#\${part}\`}>{t(\`a.\${part}\`)}</a>)}</nav>`),
    ],
    ["a comment", view("<p>{/* Talk to us */}</p>", "// We are here.\n/* Talk to us. */")],
    ["an import", view("<p />", 'import type { Saved } from "#src/settings/saved.ts";')],
    ["a type", view("<p />", 'type What = "Saved" | "not saved";\nconst what: "We are here." | null = null;')],
    ["a case", view("<p />", 'function f(x) { switch (x) { case "Not saved": return t("a.b"); } }')],
    ["a regular expression", view("<p />", "const word = /^Talk to us$/;")],
  ])("%s", (_, source) => {
    expect(told(page, source)).toEqual([]);
  });

  test.each([
    ["an error for the log", 'export const f = () => { throw new RangeError("This is no door"); };'],
    ["an error of its own", 'class Gone extends Error { constructor() { super("This is no door"); } }'],
    ["a time zone", 'export const zone = "Europe/Brussels";'],
    ["a policy", `export const policy = "script-src 'self'; trusted-types default";`],
    ["a report", 'export const f = (h: H) => h.report("the door failed", error);'],
    ["a header", 'export const f = (c: C) => c.header("Vary", "Accept Encoding");'],
    ["headers of an answer", 'export const f = (c: C) => c.body(null, 204, { "X-A": "No store at all" });'],
    ["a kind of file", 'export const kind = "text/html; charset=utf-8";'],
    ["a refusal by its key", 'export const f = () => new HelplineError("bad_input", "error.too_big");'],
  ])("of a door: %s", (_, source) => {
    expect(told(door, source)).toEqual([]);
  });

  test.each([
    ["a selector", 'document.querySelectorAll("form input[name]").forEach(go);'],
    ["an address", 'fetch("/staff/search?words=" + words, { headers: { "Content-Type": "Form data" } });'],
    ["a class", 'box.className = "soft no";'],
    ["a field of a form", 'form.append("name", box.value);'],
    ["a key that was pressed", 'if (event.key === "Enter") send();'],
    ["what a page brought along", "box.textContent = words.offline;"],
    ["a number", 'count.textContent = n + " / " + most;'],
    ["being strict", '"use strict";'],
  ])("of a script: %s", (_, source) => {
    expect(told(script, source)).toEqual([]);
  });

  test("the command line is English and no page", () => {
    expect(told("src/command/serve.ts", 'export const said = "Porchlight runs.";')).toEqual([]);
  });
});
