import { type Answer, unescaped } from "#tests/support/house/http.ts";
import { ours } from "#tests/support/keys/ours.ts";
import { clean, rawIn, sentence } from "#tests/support/made/corpus.ts";
import { isLoose, type Ready, ruleOf } from "./form.ts";
import { words } from "./forms/rules.ts";
import type { Field } from "./rendered.ts";

// What may come of a request, read from what the form lets a browser send, and from the table.

/** Taken, or refused without any change; "either" where the form does not tell. */
export type Verdict = "right" | "wrong" | "either";

/** Returns whether a value may stand in a field. */
function verdictOf({ row, honest }: Ready, field: Field, value: string): Verdict {
  const { name, type, options, required, maxlength } = field;
  const rule = ruleOf(row, name);
  if (rule) return rule.right(value) ? "right" : "wrong";
  if (row.exact?.includes(name)) return honest.some(([one, own]) => one === name && own === value) ? "right" : "wrong";
  if (isLoose(row, name)) return "either";
  if (honest.some(([one, own]) => one === name && own === value)) return "right";
  // A box with another value than its own is one that no one has ticked.
  if (type === "ticks") return "either";
  if (options) return options.includes(value) || value === "" ? "either" : "wrong";
  if (type === "hidden") return "wrong";
  if (type === "said") return "either";
  if (value.trim() === "") return required ? "wrong" : "either";
  if (type === "number") return isWithin(field, value.trim()) ? "either" : "wrong";
  if (type === "date") return /^\d{4}-\d\d-\d\d$/.test(value.trim()) ? "either" : "wrong";
  if (type === "color") return /^#[\da-f]{6}$/i.test(value.trim()) ? "either" : "wrong";
  if (maxlength === null) return "either";
  return words(maxlength, required ? 1 : 0).right(value) ? "right" : "wrong";
}

function isWithin({ min, max }: Field, value: string): boolean {
  const number = /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  return number >= Number(min ?? -Infinity) && number <= Number(max ?? Infinity);
}

/** Returns what may come of all fields together. */
export function verdictOn(ready: Ready, hostile: Map<string, string>): Verdict {
  const all = [...hostile].map(([name, value]) => {
    const field = ready.form.fields.find((one) => one.name === name);
    return field ? verdictOf(ready, field, value) : "either";
  });
  if (ready.row.never || all.includes("wrong")) return "wrong";
  return all.includes("either") ? "either" : "right";
}

interface Came {
  answer: Answer;
  changed: string[];
  verdict: Verdict;
  byScript: boolean;
}

/** Returns what is wrong with an answer, whatever was sent. */
export function wrongIn({ row }: Ready, { answer, changed, verdict, byScript }: Came): string[] {
  const said: string[] = [];
  const { status, text, to, headers, set } = answer;
  const isRefused = status >= 400;
  if (status >= 500) said.push(`answered ${status}`);
  if (verdict === "right" && isRefused) said.push(`answered ${status}, should be taken`);
  if (verdict === "wrong" && !isRefused && !(row.quiet && changed.length === 0)) {
    said.push(`answered ${status}, should be refused${changed.length > 0 ? `; changed ${changed}` : ""}`);
  }
  const may = isRefused ? (row.keeps ?? []) : [...row.changes, "audit", "concern_audit"];
  const stray = changed.filter((table) => !may.includes(table));
  if (stray.length > 0) said.push(`answered ${status}, and changed ${stray} too`);
  if (isRefused && (byScript ? text : sentence(text)).trim() === "") said.push(`${status} without a sentence`);
  said.push(...rawIn(text).map((raw) => `${raw} raw in the answer`));
  // A search stands in the address it leads to, encoded.
  const others = [...headers].filter(([name]) => name !== "location");
  for (const [name, value] of others) if (/planted|evil/.test(value)) said.push(`header ${name}: ${value}`);
  if (to !== null && !ours.some((way) => way.test(to))) said.push(`sent to ${to.slice(0, 200)}`);
  // Our own addresses must not be too long for a server to read again (OWASP ASVS 5.0, 4.2.5).
  if ((to ?? "").length > 4_000) said.push(`led to an address of ${to!.length} characters`);
  if (set.some((cookie) => cookie.length > 4_000)) said.push("set a cookie that no browser keeps");
  return said;
}

/** The visible part of words; a helpline's own texts get the apostrophe of print. */
const seen = (text: string) =>
  clean(text)
    .replaceAll("’", "'")
    .replace(/[\s\p{C}\u{FFFD}]/gu, "");

/** Returns whether a page shows words as typed, from beginning to end, each line perhaps a paragraph. */
export function isShown(html: string, typed: string): boolean {
  const [page, words] = [seen(unescaped(html.replace(/<\/?(p|br)( [^>]*)?>/g, ""))), seen(typed)];
  return page.includes(words.slice(0, 500)) && page.includes(words.slice(-500));
}
