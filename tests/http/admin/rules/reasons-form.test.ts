import { expect, test } from "vitest";
import { draftOfReason, type ReasonDraft, treeWith, withWords, wordsWith } from "#src/http/admin/rules/reasons-form.ts";
import { foundReason } from "#src/settings/reason-edits.ts";
import { maxReasons, shippedReasons } from "#src/settings/reasons.ts";

const draft = (more: Partial<ReasonDraft>): ReasonDraft => ({
  kind: "reason",
  code: null,
  names: { en: "Exams" },
  offer: true,
  group: "education",
  chi: null,
  words: {},
  ...more,
});
const problem = (more: Partial<ReasonDraft>, tree = shippedReasons) => {
  const made = treeWith(tree, draft(more));
  return "problem" in made ? made.problem : null;
};

test("the form of an entry says what it is, and saved unchanged it changes nothing", () => {
  for (const group of shippedReasons) {
    const whole = draftOfReason(shippedReasons, "group", group.code, "")!;
    expect(treeWith(shippedReasons, whole)).toEqual({ tree: shippedReasons, code: group.code });
    for (const { code } of group.reasons) {
      expect(treeWith(shippedReasons, draftOfReason(shippedReasons, "reason", code, "")!)).toEqual({
        tree: shippedReasons,
        code,
      });
    }
  }
  expect(draftOfReason(shippedReasons, "reason", "nothing", "")).toBeNull();
  expect(draftOfReason(shippedReasons, "group", "peers.friends", "")).toBeNull();
});

test("two new ones have two codes", () => {
  const one = treeWith(shippedReasons, draft({}));
  const two = treeWith("tree" in one ? one.tree : [], draft({}));
  const codes = ("tree" in two ? two.tree : []).flatMap(({ reasons }) => reasons.map(({ code }) => code));
  expect(new Set(codes).size).toBe(71);
});

test("what cannot stand is named by what is wrong with it", () => {
  expect(problem({ names: {} })).toBe("no_name");
  expect(problem({ names: { fr: "a\nb" } })).toBe("name_wrong");
  expect(problem({ code: "gone" })).toBe("gone");
  expect(problem({ group: "gone" })).toBe("gone");
  const full = shippedReasons.map((group) => ({
    ...group,
    reasons: Array.from({ length: maxReasons }, (_, n) => ({ ...group.reasons[0]!, code: `${group.code}.x${n}` })),
  }));
  expect(problem({}, full)).toBe("too_many");
  expect(problem({})).toBeNull();
});

test("one that moves to another group stands there once", () => {
  const made = treeWith(shippedReasons, draft({ code: "peers.friends", names: {}, group: "family" }));
  const tree = "tree" in made ? made.tree : [];
  expect(foundReason(tree, "peers.friends")?.group.code).toBe("family");
  expect(tree.flatMap(({ reasons }) => reasons)).toHaveLength(69);
});

test("everyday words become own ones when they differ from the shipped, and go when they are emptied or as before", () => {
  const shown = withWords(draft({ code: "peers.friends" }), {}, ["en", "fi"]);
  expect(shown.words.en).toContain("lonely\n");
  expect(wordsWith({}, "peers.friends", shown)).toEqual({ words: {} });
  const own = wordsWith({}, "peers.friends", draft({ words: { en: " left on read \nlonely, lonely\n\n" } }));
  expect(own).toEqual({ words: { en: { "peers.friends": ["left on read", "lonely"] } } });
  const other = { en: { "peers.friends": ["left on read"], own_1: ["club"] } };
  expect(wordsWith(other, "peers.friends", draft({ words: { en: " " } }))).toEqual({
    words: { en: { own_1: ["club"] } },
  });
  expect(wordsWith({}, "peers.friends", draft({ words: { fi: "x".repeat(81) } }))).toEqual({ field: "words.fi" });
});
