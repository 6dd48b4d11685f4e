import { fold, withoutMarks } from "#src/i18n/fold.ts";
import { hidesAnything, isNamed } from "#src/i18n/seen.ts";
import { givenNames } from "./given-names.ts";
import { skeletonOf } from "./lookalike.ts";

// What a name looks like. Young people know a counsellor by the alias alone: it must be there to see, and nobody else's.

/** Stands for what a form sent that is no character. */
const broken = "\ufffd";
const heaped = /\p{M}{4}/u;
const latin = /\p{Script=Latin}/u;
const alikeLatin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Cherokee}\p{Script=Armenian}]/u;

/** Whether a name is one that people see: with a letter or a digit, without anything invisible or heaped up. */
export function isPlain(name: string): boolean {
  return !hidesAnything(name) && !heaped.test(name) && !name.includes(broken) && isNamed(name);
}

/** Whether a word of it mixes scripts whose letters look alike, as only an imitation does (UTS 39, section 5.2). */
export function isMixed(name: string): boolean {
  const words = withoutMarks(name)
    .normalize("NFKC")
    .split(/[^\p{L}]+/u);
  return words.some((word) => latin.test(word) && alikeLatin.test(word));
}

/** A name without accents, wide letters, capitals and doubled spaces. */
function lookOf(name: string): string {
  return fold(name).replace(/\s+/g, " ").trim();
}

/**
 * Whether an alias tells a part of a real name: the same word, one of four letters or more inside another, or the first
 * three letters of one or more. Written with lookalikes it tells as much.
 */
export function tellsName(alias: string, realName: string): boolean {
  const shown = wordsOf(alias);
  const inside = [alias, alias.replace(/\p{N}/gu, "")].map(skeletonOf);
  return wordsOf(realName).some((word) => {
    if ([...word].length < 4) return word.length > 1 && shown.includes(word);
    return inside.some((one) => one.includes(word) || (one.length >= 3 && word.startsWith(one)));
  });
}

function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{M}\p{N}]+/u).map(skeletonOf);
}

/** Whether an alias is what somebody signs in with, or that before an @. */
export function tellsSignIn(alias: string, signInName: string): boolean {
  const [local = ""] = signInName.split("@");
  return [signInName, local].some((name) => name.trim() !== "" && skeletonOf(name) === skeletonOf(alias));
}

/** Whether an alias is a given name that many people have: whoever reads it may take it for a real one. */
export function isGivenName(alias: string): boolean {
  return givenNames.has(lookOf(alias).replace(/[^\p{L}]+/gu, ""));
}

/** The longest name of somebody, characters. */
const maxName = 200;

/** Why a name may not stand; null for one that may. Each has its sentence. */
export function nameProblem(name: string): "empty" | "long" | "characters" | null {
  if (name.trim() === "") return "empty";
  if (name.trim().length > maxName) return "long";
  return isPlain(name.trim()) ? null : "characters";
}

/** The same for an alias, which besides tells nothing of the real name and of what somebody signs in with. */
export function aliasProblem(
  alias: string,
  { realName, signInName }: { realName: string; signInName: string },
): "empty" | "long" | "characters" | "alias_is_name" | "alias_is_sign_in" | null {
  const problem = nameProblem(alias);
  if (problem !== null) return problem;
  if (isMixed(alias)) return "characters";
  if (skeletonOf(alias) === skeletonOf(realName) || tellsName(alias, realName)) return "alias_is_name";
  return tellsSignIn(alias, signInName) ? "alias_is_sign_in" : null;
}
