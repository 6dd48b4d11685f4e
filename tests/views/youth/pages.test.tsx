import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { squeezeCss, squeezeJs } from "#src/http/server/assets.ts";
import { languages } from "#src/i18n/i18n.ts";
import { alias, clientId, css, pages, secretWords } from "./sample.tsx";

/** Packed in haste a page is longer than as it is sent: what keeps its budget like this keeps it. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

describe.each(languages)("every page in %s", (language) => {
  test.each(Object.entries(pages(language)))("%s", (_name, html) => {
    expect(html).toContain(`<html lang="${language}" dir="ltr">`);
    expect(html).toContain('href="tel:112"');
    expect(html).toContain("<title>Chat</title>");
    expect(html.match(/href="\/leave" rel="nofollow noreferrer"/g)).toHaveLength(2);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/ style=| on[a-z]+="|https?:\/\/(?!www\.w3\.org|example\.org)/);
    for (const field of html.match(/<textarea[^>]*>/g) ?? []) expect(field).toContain('autocomplete="off"');
    expect(brotliCompressSync(html, quick).length).toBeLessThan(10_000);
  });
});

test("leave fast is the first thing to focus after the skip link", () => {
  const stops = pages("en").talking?.match(/<(a|button|textarea)[ >][^>]*/g) ?? [];
  expect(stops[0]).toContain('href="#main"');
  expect(stops[1]).toContain('id="leave"');
});

test("chat.js learns from the page where leaving fast goes", () => {
  expect(pages("en").talking).toContain('data-exit="https://example.org/"');
});

test("the door: one form that carries the first words, the line, the rules agreed to", () => {
  const { open = "", closed = "", locked = "" } = pages("en");
  expect(open).toContain('action="/start"');
  expect(open).toContain(`name="client_id" value="${clientId}"`);
  expect(open).toContain('name="rules" value="3"');
  expect(open).toContain('<a href="/how">how this works</a>');
  // No dead form: only words that were typed can be sent again.
  const forms = (page: string) => page.replaceAll('<form id="looking"', "").match(/<form/g) ?? [];
  expect(forms(locked)).toHaveLength(0);
  expect(forms(closed)).toHaveLength(1);
  expect(closed).toContain(secretWords);
});

test("at most 60 words stand before the first-message box", () => {
  const before = (pages("en").open ?? "").split("<main")[1]?.split("<textarea")[0] ?? "";
  const words = `<${before}`
    .replace(/<[^>]*>/g, " ")
    .trim()
    .split(/\s+/);
  expect(words.length).toBeLessThanOrEqual(60);
});

test.each(["continue", "over", "ended", "how", "help"])("%s tells nothing of what was said or by whom", (name) => {
  const html = pages("en")[name] ?? "";
  expect(html).not.toContain(secretWords);
  expect(html).not.toContain(alias);
});

test("a face smiles only where someone can answer now, and at the last thanks", () => {
  const smiling = Object.entries(pages("en")).filter(([, html]) => html.includes('class="face smile"'));
  expect(smiling.map(([name]) => name)).toEqual(["open", "openUntil", "oneOfTwo", "twoOpen", "openWait"]);
});

test("the style sheet keeps its budget", () => {
  expect(gzipSync(squeezeCss(css)).length).toBeLessThan(3 * 1024);
});

test("a script loses its comments, the spaces that mean nothing and letters of its own names, and keeps its strings", () => {
  const js = `/* What it does. */
(function () {
  // Why.
  var a = "x ; { y }",
    b = 1 + +a;
  if (a) return b ? a : [b, a];
})();
doc.addEventListener("event one", function (event) {
  event.eventOne();
});
`;
  expect(squeezeJs(js)).toBe(
    '(function(){var a="x ; { y }",b=1 + +a;if(a)return b?a:[b,a]})();d.addEventListener("event one",function(e){e.eventOne()});',
  );
});
