import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { type CheckedPng, checkedPng, measuredPass } from "#src/settings/look/png-check.ts";
import { drawnPng } from "#src/settings/look/png-pixels.ts";
import { end, file, header, passes as interlaced, part } from "#tests/support/made/pngs.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

function pixels(png: CheckedPng) {
  const steps = drawnPng(png);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const kinds = [
  ...[1, 2, 4, 8, 16].map((depth) => ({ kind: 0, depth, samples: 1 })),
  ...[1, 2, 4, 8].map((depth) => ({ kind: 3, depth, samples: 1 })),
  ...[8, 16].flatMap((depth) => [2, 4, 6].map((kind) => ({ kind, depth, samples: { 2: 3, 4: 2, 6: 4 }[kind]! }))),
];
const all = [[0, 0, 1, 1] as const];

/** Any picture in order: every kind and depth, interlaced or not, its rows packed in any way, with colours that are clear. */
const picture = fc
  .record({
    what: fc.constantFrom(...kinds),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
    interlace: fc.boolean(),
    seed: fc.integer(),
    hasClear: fc.boolean(),
  })
  .map(({ what: { kind, depth, samples }, width, height, interlace, seed, hasClear }) => {
    let state = seed;
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) % below;
    };
    const passes = interlace ? interlaced : all;
    const rows = passes.flatMap((pass) => {
      const { down, bytes } = measuredPass({ width, height, depth, kind, passes }, pass);
      // Few values, so that the clear colour is among them.
      return Array.from({ length: down }, () => [next(5), ...Array.from({ length: bytes }, () => next(2) * next(256))]);
    });
    const palette = Buffer.from(Array.from({ length: 3 * 2 ** depth }, () => next(256)));
    const clear = Buffer.alloc(kind === 3 ? 1 + next(2 ** depth) : samples * 2);
    const parts = [
      ...(kind === 3 ? [part("PLTE", palette)] : []),
      ...(hasClear && kind < 4 ? [part("tRNS", clear)] : []),
    ];
    const packed = part("IDAT", deflateSync(Buffer.from(rows.flat())));
    return file(header(width, height, depth, kind, interlace ? 1 : 0), ...parts, packed, end);
  });

test("every picture in order is drawn as pngjs draws it", () => {
  fc.assert(
    fc.property(picture, (bytes) => {
      const checked = checkedPng(bytes);
      if ("problem" in checked) throw new Error(checked.problem);
      const ours = pixels(checked.png)!;
      const theirs = PNG.sync.read(Buffer.from(bytes));
      expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
      // 16 bits are rounded to 8 a little differently.
      const apart = ours.data.map((value, i) => Math.abs(value - theirs.data[i]!));
      expect(Math.max(...apart)).toBeLessThanOrEqual(1);
    }),
    { numRuns: dayOrNight(80, 400) },
  );
});
