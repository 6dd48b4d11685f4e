// What a name looks like. Young people know a counsellor by the alias alone: it must be there to see, and nobody else's.

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const heaped = /\p{M}{4}/u;
const latin = /\p{Script=Latin}/u;
const alikeLatin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Cherokee}\p{Script=Armenian}]/u;

/**
 * Whether a name is one that people see: with a letter or a digit, without anything invisible or heaped up, and not of
 * two scripts whose letters look alike (UTS 39, section 5.2).
 */
export function isPlain(name: string): boolean {
  if (unseen.test(name) || heaped.test(name) || !/[\p{L}\p{N}]/u.test(name)) return false;
  return !(latin.test(name.normalize("NFKC")) && alikeLatin.test(name));
}

/** Names that look the same have the same look: without accents, wide letters, capitals and doubled spaces. */
export function lookOf(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
}
