import { type Language, translate } from "#src/i18n/i18n.ts";
import { reasonWords } from "#src/i18n/words/lay-words.ts";
import { type ReasonIndex, reasonIndex, searchReasons } from "#src/record/reasons/reason-search.ts";
import type { OwnReasonWords } from "#src/settings/reasons.ts";
import { offeredReasons, type ReasonTree } from "#src/settings/reasons.ts";
import type { ReasonMatch } from "#views/counsellor/after/reasons.tsx";
import { reasonName } from "#views/parts/fields/reason-name.ts";

/** Returns the reasons and groups that fit what was typed, best first, in the words of a language. */
export function matchingReasons(
  tree: ReasonTree,
  own: OwnReasonWords,
  language: Language,
  typed: string,
): ReasonMatch[] {
  const t = translate(language);
  const index = indexOf(tree, own, language);
  return searchReasons(index, typed).map(({ code, group, by }) => {
    const of = tree.find((one) => one.code === (group ?? code))!;
    const reason = of.reasons.find((one) => one.code === code);
    const n = offeredReasons([of]).flatMap(({ reasons }) => reasons).length;
    if (!reason) return { code, name: reasonName(t, of), group: null, reasons: n, by };
    return { code, name: reasonName(t, reason), group: reasonName(t, of), reasons: n, by };
  });
}

interface Kept {
  tree: ReasonTree;
  own: OwnReasonWords;
  index: ReasonIndex;
}

/** One for each language: a settings change makes the next search build it again. */
const kept = new Map<Language, Kept>();

function indexOf(tree: ReasonTree, own: OwnReasonWords, language: Language): ReasonIndex {
  const known = kept.get(language);
  if (known && known.tree === tree && known.own === own) return known.index;
  const t = translate(language);
  const index = reasonIndex(
    offeredReasons(tree).flatMap((group) => [
      { code: group.code, group: null, name: reasonName(t, group), words: wordsFor(own, language, group.code) },
      ...group.reasons.map((one) => ({
        code: one.code,
        group: group.code,
        // “Other” alone says nothing.
        name: one.code.endsWith(".other") ? `${reasonName(t, group)}: ${reasonName(t, one)}` : reasonName(t, one),
        words: wordsFor(own, language, one.code),
      })),
    ]),
    language,
  );
  kept.set(language, { tree, own, index });
  return index;
}

/** Returns the words that lead to a reason or group: the helpline's own, or those it is shipped with. */
export function wordsFor(own: OwnReasonWords, language: Language, code: string): readonly string[] {
  return own[language]?.[code] ?? reasonWords(language)[code] ?? [];
}
