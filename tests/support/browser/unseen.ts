import type { Frame } from "playwright-core";
import { axeOn } from "./browser.ts";

// By day axe is given only new parts. A page repeats the parts of earlier ones with other words; axe judges a part by what it is,
// its name and its surroundings, which make up its signature here.

/** Signatures axe was given in this test file, each with its width. */
const seen = new Set<string>();

/** Returns axe's complaints about shown parts it was not given yet at this width; a document like none before is given whole. */
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

/** Elements of these signatures, in JavaScript, without those inside another one. */
function those(signatures: string[]): string {
  return `(() => {
    const all = ${JSON.stringify(signatures)}.flatMap((one) => globalThis.signed.get(one) ?? []);
    const fresh = new Set(all);
    const isInside = (one) => one !== null && (fresh.has(one) || isInside(one.parentElement));
    return all.filter((one) => one.isConnected && !isInside(one.parentElement));
  })()`;
}

// As text, for the page. A signature has no numbers, names or words of a page, only whether there are any where a rule asks.
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
