import { expect, test } from "vitest";
import { lines } from "#lab/abuse/lines.ts";
import { binary } from "#tests/support/outside/binary.ts";

// The short form of `npm run abuse -- all`.

const program = binary();

test.each(lines)("T9: $what: an honest chat goes on beside it", async ({ short }) => {
  const figures = await short(program);
  expect(figures.filter(({ pass }) => !pass)).toEqual([]);
  expect(figures.length).toBeGreaterThan(1);
});
