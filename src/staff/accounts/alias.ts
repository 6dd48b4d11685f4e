import { fold, withoutMarks } from "#src/i18n/fold.ts";
import { hidesAnything, isNamed } from "#src/i18n/seen.ts";
import { givenNames } from "./given-names.ts";
import { skeletonOf } from "./lookalike.ts";

// Young people know a counsellor by the alias alone, so it must be visible and unlike anyone else's.

const broken = "\ufffd";
const heaped = /\p{M}{4}/u;
const latin = /\p{Script=Latin}/u;
const alikeLatin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Cherokee}\p{Script=Armenian}]/u;

/** Whether a name has a letter or digit, and nothing invisible or heaped with marks. */
export function isPlain(name: string): boolean {
  return !hidesAnything(name) && !heaped.test(name) && !name.includes(broken) && isNamed(name);
}

/** Whether a word mixes scripts whose letters look alike, as only an imitation does (UTS 39, section 5.2). */
export function isMixed(name: string): boolean {
  const words = withoutMarks(name)
    .normalize("NFKC")
    .split(/[^\p{L}]+/u);
  return words.some((word) => latin.test(word) && alikeLatin.test(word));
}

function lookOf(name: string): string {
  return fold(name).replace(/\s+/g, " ").trim();
}

/** Whether an alias, lookalikes included, holds a word of a real name or is the start of one (three letters or more). */
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

/** Whether an alias is someone's sign-in name, or the part of it before an @. */
export function tellsSignIn(alias: string, signInName: string): boolean {
  const [local = ""] = signInName.split("@");
  return [signInName, local].some((name) => name.trim() !== "" && skeletonOf(name) === skeletonOf(alias));
}

/** Whether an alias is a common given name, which readers may take for a real one. */
export function isGivenName(alias: string): boolean {
  return givenNames.has(lookOf(alias).replace(/[^\p{L}]+/gu, ""));
}

const maxName = 200;

/** Why a name is not accepted; null when it is. */
export function nameProblem(name: string): "empty" | "long" | "characters" | null {
  if (name.trim() === "") return "empty";
  if (name.trim().length > maxName) return "long";
  return isPlain(name.trim()) ? null : "characters";
}

/** Why an alias is not accepted; null when it is. It must not give away the real name or the sign-in name either. */
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
