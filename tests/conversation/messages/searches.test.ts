import { expect, test } from "vitest";
import { openSearches } from "#src/conversation/messages/searches.ts";

test("each chat of each counsellor has its own; what was asked for longest ago goes first, when there are too many", () => {
  const searches = openSearches();
  searches.keep(1, 1, { words: ["bed"] });
  searches.keep(1, 2, { words: ["life"] });
  searches.keep(2, 1, { words: ["sad"] });
  expect(searches.kept(1, 1)).toEqual({ words: ["bed"] });
  expect(searches.kept(1, 2)).toEqual({ words: ["life"] });
  searches.forget(1, 1);
  expect([searches.kept(1, 1), searches.kept(1, 2)?.words]).toEqual([undefined, ["life"]]);
  searches.forget(1);
  expect(searches.kept(1, 2)).toBeUndefined();
  for (let id = 3; id < 502; id++) {
    searches.keep(id, 1, { words: ["home"] });
    if (id === 500) searches.keep(2, 1, { words: ["sad again"] });
  }
  searches.keep(502, 1, { words: ["one more"] });
  expect(searches.kept(2, 1)).toEqual({ words: ["sad again"] });
  expect(searches.kept(3, 1)).toBeUndefined();
});
