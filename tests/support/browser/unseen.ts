import type { Frame } from "playwright-core";
import { axeOn } from "./browser.ts";

// By day axe is given what it has not seen. A page is made of the same parts as the one before, with other words in them,
// and what axe says of a part hangs on what it is, on how it is named and on what is around it: that is its signature here.

/** The signatures of everything that axe was given in this file of tests, each with its width. */
const seen = new Set<string>();

/**
 * What axe has against the parts of a page and its frames that are shown and that it was not given yet at this width; [] when
 * nothing. Of a document like none before it is given the whole.
 */
export async function axeOnUnseen(frames: Frame[], width: number): Promise<string[]> {
  const found: string[] = [];
  for (const frame of frames) {
    const signatures = await frame.evaluate<string[]>(sign);
    const fresh = signatures.filter((one) => !seen.has(`${width} ${one}`));
    for (const one of fresh) seen.add(`${width} ${one}`);
    if (fresh.length === 0) continue;
    const isNewKind = fresh.some((one) => one.startsWith("html"));
    found.push(...(await axeOn(frame, "all", isNewKind ? undefined : those(fresh))));
  }
  return found;
}

/** The elements of these signatures, in JavaScript: without those that stand in another one of them. */
function those(signatures: string[]): string {
  return `(() => {
    const all = ${JSON.stringify(signatures)}.flatMap((one) => globalThis.signed.get(one) ?? []);
    const fresh = new Set(all);
    const isInside = (one) => one !== null && (fresh.has(one) || isInside(one.parentElement));
    return all.filter((one) => one.isConnected && !isInside(one.parentElement));
  })()`;
}

// As text: it runs in the page, whose types this project does not have. No numbers, names or words of a page are in a
// signature, but whether there are any where a rule asks for them.
const sign = `(() => {
  const plain = (text) => (/^[a-z-]{1,15}$/.test(text) ? "=" + text : "");
  const isThere = (id) => document.getElementById(id) !== null;
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const twice = new Set(ids.filter((id, n) => ids.indexOf(id) !== n));
  const classes = (one) => [...one.classList].sort().map((name) => "." + name.replace(/\\d+/g, "")).join("");
  const short = (one) => (one ? one.localName + classes(one) : "");
  const words = /^(id|class|style|value|href|src|name|action|title|alt|datetime|placeholder|aria-label|data-.*|hx-.*)$/;
  const refers = /^(for|list|headers|aria-(labelledby|describedby|controls|owns|activedescendant|details|errormessage))$/;
  const attribute = ({ name, value }) => {
    if (refers.test(name)) return name + (value.split(/\\s+/).every(isThere) ? "" : "!");
    if (/^(data|hx)-/.test(name) || /^(id|class|style|value|action|name)$/.test(name)) return "";
    return name + (words.test(name) ? (/\\S/.test(value) ? "" : "=nothing") : plain(value));
  };
  const isNamed = (one) => /\\S/.test(one.textContent) || one.querySelector("svg, img, input") !== null;
  const around = (one) => {
    const landmark = one.parentElement?.closest("main, nav, header, footer, aside, section, form, fieldset, dialog, table, iframe, [role]");
    const control = one.parentElement?.closest("a, button, label, summary, legend, [aria-hidden], [tabindex]");
    return short(landmark) + " " + short(control) + " " + short(one.parentElement);
  };
  const signature = (one) => {
    const attributes = [...one.attributes].map(attribute).filter((text) => text !== "").sort().join(",");
    const more = [];
    if (one.labels) more.push("labels:" + [...one.labels].filter(isNamed).length);
    if (/^(a|button|summary|label|legend|caption|th|h[1-6]|option|title)$/.test(one.localName) || one.hasAttribute("role")) more.push("named:" + isNamed(one));
    if (/^(ul|ol|dl|table|thead|tbody|tr|select|fieldset|details|figure)$/.test(one.localName) || one.hasAttribute("role"))
      more.push("of:" + [...new Set([...one.children].map((child) => child.localName))].sort().join("+"));
    if (twice.has(one.id)) more.push("twice");
    return around(one) + " > " + short(one) + "[" + attributes + "] " + more.join(" ");
  };
  const root = document.documentElement;
  const view = document.querySelector("meta[name=viewport]")?.content;
  const kind = "html" + [root.lang, root.dir, /\\S/.test(document.title), view, short(document.body)].join(" ");
  const signed = new Map([[kind, [root]]]);
  for (const one of document.body.querySelectorAll("*")) {
    if (/^(script|style|template|noscript)$/.test(one.localName) || one.parentElement.closest("svg")) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const text = signature(one);
    signed.set(text, [...(signed.get(text) ?? []), one]);
  }
  globalThis.signed = signed;
  return [...signed.keys()];
})()`;
