import { givenNames } from "./given-names.ts";

// What a name looks like. Young people know a counsellor by the alias alone: it must be there to see, and nobody else's.

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const heaped = /\p{M}{4}/u;
const latin = /\p{Script=Latin}/u;
const alikeLatin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Cherokee}\p{Script=Armenian}]/u;

/** Whether a name is one that people see: with a letter or a digit, without anything invisible or heaped up. */
export function isPlain(name: string): boolean {
  return !unseen.test(name) && !heaped.test(name) && /[\p{L}\p{N}]/u.test(name);
}

/** Whether a word of it mixes scripts whose letters look alike, as only an imitation does (UTS 39, section 5.2). */
export function isMixed(name: string): boolean {
  const words = name.normalize("NFKC").split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => latin.test(word) && alikeLatin.test(word));
}

/** Names that look the same have the same look: without accents, wide letters, capitals and doubled spaces. */
export function lookOf(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
}

/** Whether an alias tells a part of a real name: the same word, or one of four letters or more inside another. */
export function tellsName(alias: string, realName: string): boolean {
  const shown = lookOf(alias);
  const inside = shown.replace(/[^\p{L}]+/gu, "");
  const words = lookOf(realName).split(/[^\p{L}]+/u);
  return words.some((word) =>
    [...word].length < 4 ? word.length > 1 && shown.split(/[^\p{L}]+/u).includes(word) : inside.includes(word),
  );
}

/** Whether an alias is a given name that many people have: whoever reads it may take it for a real one. */
export function isGivenName(alias: string): boolean {
  return givenNames.has(lookOf(alias).replace(/[^\p{L}]+/gu, ""));
}

/** The longest name of somebody, characters. */
const nameMost = 200;

/** Why a name may not stand; null for one that may. Each has its sentence. */
export function nameProblem(name: string): "empty" | "long" | "characters" | null {
  if (name.trim() === "") return "empty";
  if (name.trim().length > nameMost) return "long";
  return isPlain(name.trim()) ? null : "characters";
}

/** The same for an alias, which besides tells nothing of the real name. */
export function aliasProblem(
  alias: string,
  realName: string,
): "empty" | "long" | "characters" | "alias_is_name" | null {
  const problem = nameProblem(alias);
  if (problem !== null) return problem;
  if (isMixed(alias)) return "characters";
  return lookOf(alias) === lookOf(realName) || tellsName(alias, realName) ? "alias_is_name" : null;
}
