import { languages, type Translate } from "#src/i18n/i18n.ts";
import { reasonWords } from "#src/i18n/words/lay-words.ts";
import type { OwnReasonWords, Reason, ReasonGroup, ReasonTree } from "#src/settings/reasons.ts";
import { reasonName } from "#views/parts/fields/reason-name.ts";

/** Returns a list of reasons in words. */
export function reasonsInWords(t: Translate, tree: ReasonTree): string {
  return t("admin.reasons.n", { n: all(tree).filter((one) => !("reasons" in one)).length });
}

/** Returns the first difference between two lists of reasons in words, or that their order differs. */
export function reasonsApart(t: Translate, before: ReasonTree, after: ReasonTree): { before: string; after: string } {
  const was = new Map(all(before).map((one) => [one.code, one]));
  const other = all(after).find((one) => !isSame(one, was.get(one.code)));
  if (other) return { before: inWords(t, was.get(other.code)), after: inWords(t, other) };
  if (all(before).length !== all(after).length) {
    return { before: reasonsInWords(t, before), after: reasonsInWords(t, after) };
  }
  return { before: reasonsInWords(t, before), after: t("admin.hours.did.order") };
}

/** Returns which everyday words went and which came. */
export function reasonWordsApart(t: Translate, before: OwnReasonWords, after: OwnReasonWords) {
  const [was, is] = [allWords(before), allWords(after)];
  const without = (some: string[], others: string[]) => {
    const apart = some.filter((one) => !others.includes(one));
    return apart.length === 0 ? t("admin.value.none") : apart.join(" · ");
  };
  return { before: without(was, is), after: without(is, was) };
}

/** Returns how many lists of everyday words are a helpline's own. */
export function reasonWordsInWords(t: Translate, own: OwnReasonWords): string {
  return t("admin.reasons.words_n", { n: Object.values(own).flatMap((byCode) => Object.keys(byCode)).length });
}

/** With the standard words in the place of those that are not the helpline's own. */
function allWords(own: OwnReasonWords): string[] {
  return languages.flatMap((language) =>
    Object.values({ ...reasonWords(language), ...own[language] }).flatMap((words) => [...words]),
  );
}

type Entry = Reason | ReasonGroup;

function all(tree: ReasonTree): Entry[] {
  return tree.flatMap((group) => [group, ...group.reasons]);
}

function isSame(one: Entry, other: Entry | undefined): boolean {
  const said = ({ code, names, off, ...more }: Entry) =>
    JSON.stringify([code, names, off, "chi" in more ? more.chi : null]);
  return other !== undefined && said(one) === said(other);
}

function inWords(t: Translate, one: Entry | undefined): string {
  if (!one) return t("admin.value.none");
  const name = reasonName(t, one);
  const counted = "chi" in one && one.chi !== null && one.chi !== one.code ? `${name} → ${chiName(t, one.chi)}` : name;
  return one.off ? t("admin.reasons.is_off", { name: counted }) : counted;
}

/** Returns the name of a category of Child Helpline International, like "Violence: Bullying". */
export function chiName(t: Translate, code: string): string {
  const [group = ""] = code.split(".");
  return `${reasonName(t, { code: group, names: null })}: ${reasonName(t, { code, names: null })}`;
}
