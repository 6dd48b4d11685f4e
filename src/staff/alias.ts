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
