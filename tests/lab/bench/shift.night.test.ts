import { expect, test } from "vitest";
import { judge } from "#lab/bench/shift/judge.ts";
import { simulate } from "#lab/bench/shift/simulate.ts";

const small = { counsellors: 4, young: 24, within: 30 * 60_000 };

test("a small shift: nobody is lost or starves, and the same seed decides the same again, another one not", async () => {
  const [found, again, other] = [
    await simulate({ ...small, seed: 7 }),
    await simulate({ ...small, seed: 7 }),
    await simulate({ ...small, seed: 8 }),
  ];
  expect(judge(found, again).filter(({ pass }) => !pass)).toEqual([]);
  expect(found.went).toHaveLength(24);
  expect(judge(found, other).filter(({ pass }) => !pass)).toHaveLength(1);
});
