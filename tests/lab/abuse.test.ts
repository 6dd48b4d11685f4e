import { expect, test } from "vitest";
import { lines } from "#lab/abuse/lines.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { drawnFrom } from "#tests/support/run/night.ts";

// The short form of `npm run abuse -- all`: by day two of its lines, drawn.

const program = binary();
const today = drawnFrom("attacks", lines, 2);

test.each(today)("T9: $what: an honest chat goes on beside it", async ({ short }) => {
  const figures = await short(program);
  expect(figures.filter(({ pass }) => !pass)).toEqual([]);
  expect(figures.length).toBeGreaterThan(1);
});
