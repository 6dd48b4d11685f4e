import { plantedValues } from "#tests/support/made/corpus.ts";
import { dayOrNight, drawn, night } from "#tests/support/run/night.ts";
import { type FormRow, type Ready, ruleOf } from "./form.ts";
import type { Field } from "./rendered.ts";

// By day a covering array, so that every value goes through every field; at night every field alone with every value.

export type Pairs = [string, string][];

/** What is sent, and which fields are not as an honest page has them. */
export interface Try {
  name: string;
  pairs: Pairs;
  hostile: Map<string, string>;
}

/** Returns whether people write it in their own words. */
export const isWritten = (type: string) => /^(text|textarea|search)$/.test(type);

/** Longer than any box holds, and than most bodies: one in a request is enough. */
const isNovel = (value: string) => value.length > 100_000;
const isLong = (value: string) => value.length > 3_000;

/** Returns the honest fields with hostile values in place of some. */
function filled(honest: Pairs, hostile: Map<string, string>): Pairs {
  const kept = honest.filter(([name]) => !hostile.has(name));
  return [...kept, ...hostile];
}

/**
 * Returns rows that together put every value into every field. Their number is a prime, so two fields that run through the
 * values at different speeds meet in every pair but those of a row.
 */
export function covering({ row, form: { fields }, honest }: Ready): Try[] {
  const { path } = row;
  const many = plantedValues.length;
  // Where nothing is typed, a third of the rows by day: an unknown choice is an unknown choice.
  const isTyped = fields.some(({ name, type }) => isWritten(type) || ruleOf(row, name) !== undefined);
  const [every, turn] = night || isTyped ? [1, 0] : [3, drawn(path) % 3];
  const ways = fields.map(({ name }) => {
    const number = drawn(`${path} ${name}`);
    return { name, speed: 1 + (number % (many - 1)), begin: (number >>> 8) % many };
  });
  const rows = plantedValues.map((_, n) => n).filter((n) => fields.length > 0 && n % every === turn);
  return rows.map((n) => {
    const hostile = new Map<string, string>();
    let long = 0;
    for (const { name, speed, begin } of ways) {
      const value = plantedValues[(begin + speed * n) % many]![1].toWellFormed();
      if (isLong(value)) long += 1;
      hostile.set(name, isLong(value) && long > 1 ? "x".repeat(4_100) : value);
    }
    return { name: `row ${n}`, pairs: filled(honest, hostile), hostile };
  });
}

/** For what a page says of itself: values that name nothing. */
const nothing = [
  "999999",
  "-1",
  "1e0",
  "0x1",
  "1.5",
  "99999999999999999999",
  "__proto__",
  "constructor",
  "",
  "\u0661",
  " 1",
  "NaN",
];

/** By day, while all other fields are honest. */
function ofDay(field: Field, path: string): [string, string][] {
  const named = (name: string) => plantedValues.find(([one]) => one === name)!;
  const draw = <Value>(all: readonly Value[], what: string) =>
    all[drawn(`${path} ${field.name} ${what}`) % all.length]!;
  const any = draw(
    plantedValues.filter(([, value]) => !isNovel(value)),
    "any",
  );
  const none: [string, string] = ["nothing there is", draw(nothing, "nothing")];
  if (field.type === "hidden") return [any, none];
  if (field.options) return [any];
  if (!isWritten(field.type)) return [any, none, named("nothing")];
  const wrongOnce = draw(["spaces and line ends", "control characters", "bidi overrides"], "what nobody sees");
  return [named("markup"), named(wrongOnce), any];
}

/** While all other fields are honest. */
function valuesFor(row: FormRow, field: Field): [string, string][] {
  const { min, max } = field;
  const rule = ruleOf(row, field.name);
  const most = rule?.most ?? field.maxlength;
  const beyond = (rule?.nearly ?? []).map((value): [string, string] => [`nearly right, ${value}`, value]);
  if (most !== null) beyond.push(["one letter more than it holds", "ab".repeat(most).slice(0, most + 1)]);
  if (most !== null) beyond.push(["as much as it holds", "ab".repeat(most).slice(0, most)]);
  if (min !== null && /^-?\d+$/.test(min)) beyond.push(["one less than it takes", String(Number(min) - 1)]);
  if (max !== null && /^-?\d+$/.test(max)) beyond.push(["one more than it takes", String(Number(max) + 1)]);
  const usual = rule?.nearly ? ofDay({ ...field, type: "hidden" }, row.path) : ofDay(field, row.path);
  return [...(night ? plantedValues : usual), ...beyond];
}

/** Most tries at a form by day: a form of two hundred fields tests others at another commit. */
const most = dayOrNight(16, Number.POSITIVE_INFINITY);
/** Barely wrong values go first: only they show a missing limit. */
const isJust = ({ name }: Try) => /than it (holds|takes)|nearly/.test(name);

/** Returns tries with one hostile field: what is taken must be stored as shown, and what cannot be is refused. */
export function alone({ row, form: { fields }, honest }: Ready): Try[] {
  const all = fields.flatMap((field) =>
    valuesFor(row, field).map(([name, value]) => {
      const hostile = new Map([[field.name, value.toWellFormed()]]);
      return { name: `${field.name}: ${name}`, pairs: filled(honest, hostile), hostile };
    }),
  );
  if (all.length <= most) return all;
  const turn = (one: Try) => drawn(`${row.path} ${one.name}`);
  return all.sort((a, b) => Number(isJust(b)) - Number(isJust(a)) || turn(a) - turn(b)).slice(0, most);
}
