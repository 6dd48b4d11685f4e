import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { isLogo, logoKept } from "#src/settings/look/logo.ts";
import { readLogo as readInTurn } from "#src/settings/look/logo-reading.ts";
import {
  drawn,
  end,
  file,
  header,
  largest,
  noise,
  part,
  readLogo,
  signature,
  usualLogo,
} from "#tests/support/made/pngs.ts";

function good(bytes: Uint8Array) {
  const read = readLogo(bytes);
  if ("problem" in read) throw new Error(`refused: ${read.problem}`);
  const { data, width, height } = PNG.sync.read(Buffer.from(read.png));
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  expect([width, height]).toEqual([read.width, read.height]);
  expect(read.png.length).toBeLessThanOrEqual(logoKept.bytes);
  return { ...read, at };
}

const problem = (bytes: Uint8Array) => {
  const read = readLogo(bytes);
  return "problem" in read ? read.problem : "taken";
};

/** Four quarters, red and green over blue and half seen white. */
const quarters =
  (width: number, height: number, most = 255) =>
  (x: number, y: number) => {
    const [right, low] = [x >= width / 2, y >= height / 2];
    if (low) return right ? [most, most, most, Math.floor(most / 2)] : [0, 0, most, most];
    return right ? [0, most, 0, most] : [most, 0, 0, most];
  };
const inQuarters = [
  [255, 0, 0, 255],
  [0, 255, 0, 255],
  [0, 0, 255, 255],
  [255, 255, 255, 127],
];

describe("a picture in order is drawn anew, small, and looks the same", () => {
  test.each([
    ["small", 16, 8, {}],
    ["of one pixel’s height a colour", 4, 2, {}],
    ["larger than a page has room for", 960, 256, {}],
    ["of 2,000 pixels", 2000, 130, {}],
    ["interlaced", 90, 60, { interlaced: true }],
    ["interlaced and tiny", 3, 2, { interlaced: true }],
    ["with 16 bits a sample", 40, 20, { depth: 16, most: 65_535 }],
    ["with 16 bits a sample, interlaced", 41, 23, { depth: 16, most: 65_535, interlaced: true }],
  ] as const)("%s", (_, width, height, { most, ...more }: { most?: number; depth?: number; interlaced?: boolean }) => {
    const logo = good(drawn({ width, height, draw: quarters(width, height, most), ...more }));
    const [right, low] = [logo.width - 1, logo.height - 1];
    const corners = [logo.at(0, 0), logo.at(right, 0), logo.at(0, low), logo.at(right, low)];
    expect(corners).toEqual(inQuarters);
    expect(logo.width).toBeLessThanOrEqual(240);
    expect(logo.height).toBeLessThanOrEqual(64);
    expect(logo.width / logo.height).toBeCloseTo(width / height, 0);
  });

  test.each([
    ["grey", { kind: 0, depth: 8 }, (v: number) => [v]],
    ["grey of one bit", { kind: 0, depth: 1 }, (v: number) => [v >> 7]],
    ["grey and alpha", { kind: 4, depth: 8 }, (v: number) => [v, 255]],
    [
      "grey and alpha of 16 bits, interlaced",
      { kind: 4, depth: 16, interlaced: true },
      (v: number) => [v * 257, 65_535],
    ],
    ["colour without alpha", { kind: 2, depth: 8 }, (v: number) => [v, v, v]],
  ] as const)("%s", (_, how, sample) => {
    const logo = good(drawn({ width: 10, height: 6, ...how, draw: (x) => [...sample(x < 5 ? 0 : 255)] }));
    expect([logo.at(0, 0), logo.at(9, 5)]).toEqual([
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  test.each([1, 2, 4, 8])("a palette of %i bits with see-through colours", (depth) => {
    const before = [part("PLTE", Buffer.from([200, 10, 20, 30, 40, 250])), part("tRNS", Buffer.from([0]))];
    const logo = good(drawn({ width: 12, height: 5, kind: 3, depth, before, draw: (x) => [x < 6 ? 0 : 1] }));
    expect(logo.at(0, 0)[3]).toBe(0);
    expect(logo.at(11, 4)).toEqual([30, 40, 250, 255]);
  });

  test.each([
    [0, [10], [0, 10]],
    [2, [10, 20, 30], [0, 10, 0, 20, 0, 30]],
  ] as const)("one colour of kind %i that is not seen", (kind, hidden, clear) => {
    const before = [part("tRNS", Buffer.from(clear))];
    const draw = (x: number) => (x < 3 ? [...hidden] : hidden.map(() => 200));
    const logo = good(drawn({ width: 6, height: 4, kind, before, draw }));
    expect([logo.at(0, 0)[3], logo.at(5, 3)]).toEqual([0, [200, 200, 200, 255]]);
  });

  const kinds = [
    ...[1, 2, 4, 8, 16].map((depth) => [0, depth, 1] as const),
    ...[1, 2, 4, 8].map((depth) => [3, depth, 1] as const),
    ...[8, 16].flatMap((depth) => [[2, depth, 3] as const, [4, depth, 2] as const, [6, depth, 4] as const]),
  ];
  const whole = kinds.flatMap(([kind, depth, samples]) =>
    [false, true].map((interlaced) => ({ kind, depth, samples, interlaced })),
  );
  test.each(whole)("every pixel of kind $kind of $depth bits, interlaced: $interlaced, packed in every way", (how) => {
    const { kind, depth, samples } = how;
    const [width, height, most] = [13, 11, 2 ** depth - 1];
    // Of a palette each colour is seen another way; of the other kinds without alpha, one is not seen.
    const palette = Array.from({ length: Math.min(16, 2 ** depth) }, (_, n) => [n * 15, 255 - n * 9, n, 255 - n * 10]);
    const draw = (x: number, y: number) =>
      Array.from({ length: samples }, (_, n) =>
        kind === 3 ? (x * 5 + y * 3) % palette.length : Math.round((((x * 7 + y * 5 + n * 3) % 16) / 15) * most),
      );
    const hidden = draw(1, 0);
    const before =
      kind === 3
        ? [
            part("PLTE", Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
            part("tRNS", Buffer.from(palette.map((colour) => colour[3]!))),
          ]
        : kind < 4
          ? [part("tRNS", Buffer.from(hidden.flatMap((sample) => [sample >> 8, sample & 255])))]
          : [];
    const seen = (x: number, y: number) => {
      const sampled = draw(x, y);
      if (kind === 3) return palette[sampled[0]!]!;
      const bytes = sampled.map((sample) => Math.round((sample / most) * 255));
      const colour = samples < 3 ? [bytes[0]!, bytes[0]!, bytes[0]!] : bytes.slice(0, 3);
      const alpha = kind < 4 ? (String(sampled) === String(hidden) ? 0 : 255) : bytes.at(-1)!;
      return alpha === 0 ? [0, 0, 0, 0] : [...colour, alpha];
    };
    const logo = good(drawn({ width, height, ...how, filtered: true, before, draw }));
    const places = Array.from({ length: width * height }, (_, i) => [i % width, Math.floor(i / width)] as const);
    expect(places.map(([x, y]) => logo.at(x, y))).toEqual(places.map(([x, y]) => seen(x, y)));
  });

  test("what cannot be seen gives the edges no colour", () => {
    const draw = (x: number) => (x % 2 ? [0, 255, 0, 0] : [255, 0, 0, 255]);
    const [red, green, , alpha] = good(drawn({ width: 480, height: 128, draw })).at(100, 30);
    expect([red, green]).toEqual([255, 0]);
    expect(alpha).toBeGreaterThan(120);
    expect(alpha).toBeLessThan(135);
  });

  test("a logo as people have them keeps its full size, and the same file gives the same picture", () => {
    const [logo, again] = [good(usualLogo), good(usualLogo)];
    expect([logo.width, logo.height]).toEqual([240, 64]);
    expect(Buffer.from(logo.png).equals(Buffer.from(again.png))).toBe(true);
    expect(logo.at(32, 32)).toEqual([75, 59, 179, 255]);
    expect(logo.at(239, 63)[3]).toBe(0);
    const png = Buffer.from(logo.png).toString("base64");
    expect(isLogo({ png, width: logo.width, height: logo.height })).toBe(true);
  });

  test.each([
    [240, 64],
    [300, 170],
    [64, 64],
    [2, 300],
  ])("the worst of %i × %i pixels still ends, and fits", (width, height) => {
    const logo = good(noise(width, height));
    expect(logo.png.length).toBeGreaterThan(width > 2 ? 1_200 : 60);
  });

  test("nothing of the file itself is kept: no text, no place, no time", () => {
    const secret = "Aino lives at Lampikatu 7";
    const draw = quarters(20, 10);
    const told = [part("tEXt", `Comment\0${secret}`), part("eXIf", secret), part("tIME", Buffer.alloc(7))];
    const before = [...told, part("gAMA", "?")];
    const huge = part("tEXt", `Comment\0${"x".repeat(400_000)}`);
    const plain = good(drawn({ width: 20, height: 10, draw }));
    const logo = good(drawn({ width: 20, height: 10, before: [...before, huge], draw }));
    expect(Buffer.from(logo.png).equals(Buffer.from(plain.png))).toBe(true);
    expect(Buffer.from(logo.png).toString("latin1")).not.toMatch(/Aino|tEXt|eXIf/);
  });
});

/** Reads a logo, so often at once, in a process of its own, and tells the most memory that process ever had. */
function peakOf(bytes: Uint8Array, times = 1): { result: string; peak: number } {
  const program = fileURLToPath(new URL("../../support/made/logo-peak.ts", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ["--no-env-file", program, String(times)], {
    input: bytes,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

/** As few bytes as a row of zeros can be packed into. */
const zeros = (bytes: number) => part("IDAT", deflateSync(Buffer.alloc(bytes), { level: 9 }));
const simple = drawn({ width: 16, height: 8, draw: quarters(16, 8) });
const jpeg = Buffer.from("ffd8ffe000104a46494600010101006000600000ffd9", "hex");

describe("[ASVS 1.3.4, 5.2.2, 5.2.6] what is no picture in order is refused", () => {
  test.each<[string, Uint8Array, string]>([
    ["nothing", Buffer.alloc(0), "empty"],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "not_png"],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), "not_png"],
    ["a photo with another name", jpeg, "not_png"],
    ["a GIF", Buffer.from("GIF89a\x01\0\x01\0\0\0\0;"), "not_png"],
    ["only the beginning", signature, "broken"],
    ["a page before a PNG", Buffer.concat([Buffer.from("<script>alert(1)</script>"), simple]), "not_png"],
    ["a page after a PNG", Buffer.concat([simple, Buffer.from("<script>alert(1)</script>")]), "trailing"],
    ["an archive after a PNG", Buffer.concat([simple, Buffer.from("504b0304", "hex"), Buffer.alloc(30)]), "trailing"],
    ["a PNG after a PNG", Buffer.concat([simple, simple]), "trailing"],
    ["30,000 × 30,000 pixels", file(header(30_000, 30_000), zeros(1000), end), "too_many_pixels"],
    ["30,000 × 30,000 pixels and nothing more", file(header(30_000, 30_000)), "too_many_pixels"],
    ["one row of 4,000,000,000", file(header(4_000_000_000, 1), zeros(1000), end), "too_many_pixels"],
    ["513 × 512 pixels", file(header(513, 512), zeros(1_051_136), end), "too_many_pixels"],
    ["one pixel too wide", file(header(4_097, 1), zeros(16_389), end), "too_many_pixels"],
    ["one pixel too high", file(header(1, 4_097), zeros(20_485), end), "too_many_pixels"],
    [
      "a filter there is not",
      file(header(1, 1), part("IDAT", deflateSync(Buffer.from([5, 1, 2, 3, 4]))), end),
      "broken",
    ],
    ["no width", file(header(0, 5), zeros(5), end), "broken"],
    ["no height", file(header(5, 0), zeros(5), end), "broken"],
    ["more pixels than it says", file(header(2, 2), zeros(1_000), end), "broken"],
    ["fewer pixels than it says", file(header(9, 9), zeros(100), end), "broken"],
    ["a bomb", file(header(2, 2), zeros(300_000_000), end), "broken"],
    ["an interlaced bomb", file(header(2, 2, 8, 6, 1), zeros(300_000_000), end), "broken"],
    ["more than half a megabyte", Buffer.concat([simple, Buffer.alloc(600_000)]), "too_big_file"],
    ["pixels that are not packed", file(header(2, 2), part("IDAT", "not zlib"), end), "broken"],
    ["no pixels", file(header(2, 2), end), "broken"],
    ["no header", file(zeros(18), end), "broken"],
    ["two headers", file(header(2, 2), header(2, 2), zeros(18), end), "broken"],
    ["a wrong check", file(header(2, 2), part("IDAT", deflateSync(Buffer.alloc(18)), 1), end), "broken"],
    ["a wrong check of words", file(header(2, 2), part("tEXt", "a\0b", 7), zeros(18), end), "broken"],
    ["a chunk as long as the world", file(header(2, 2), Buffer.from("ffffffff49444154", "hex")), "broken"],
    ["a kind there is not", file(header(2, 2, 8, 5), zeros(18), end), "broken"],
    ["a depth there is not", file(header(2, 2, 3), zeros(18), end), "broken"],
    ["an interlace there is not", file(header(2, 2, 8, 6, 2), zeros(18), end), "broken"],
    ["a palette that is missing", file(header(2, 2, 8, 3), zeros(6), end), "broken"],
    ["a palette of no whole colours", file(header(2, 2, 8, 3), part("PLTE", "four"), zeros(6), end), "broken"],
    ["a palette larger than its depth", file(header(2, 2, 1, 3), part("PLTE", "123456789"), zeros(4), end), "broken"],
    [
      "a colour that is not in it",
      drawn({ width: 2, height: 1, kind: 3, before: [part("PLTE", "abc")], draw: () => [9] }),
      "broken",
    ],
    [
      "more clear colours than there are",
      file(header(2, 2, 8, 3), part("PLTE", "abc"), part("tRNS", "ab"), zeros(6), end),
      "broken",
    ],
    ["clear colours beside alpha", file(header(2, 2), part("tRNS", "ab"), zeros(18), end), "broken"],
    ["pixels in two places", file(header(2, 2), zeros(9), part("tRNS", "a"), zeros(9), end), "broken"],
    ["a chunk nobody knows and that is needed", file(header(2, 2), part("QUUX"), zeros(18), end), "broken"],
    ["what moves", file(header(2, 2), part("acTL", Buffer.alloc(8)), zeros(18), end), "animated"],
    ["what moves later", file(header(2, 2), zeros(18), part("fdAT", Buffer.alloc(9)), end), "animated"],
    ["nothing to be seen", file(header(2, 2), zeros(18), end), "invisible"],
  ])("%s", (_, bytes, why) => {
    expect(problem(bytes)).toBe(why);
  });

  test("cut off anywhere", () => {
    for (let length = 0; length < usualLogo.length; length += 97) {
      expect([length, problem(usualLogo.subarray(0, length))]).toEqual([length, length === 0 ? "empty" : "broken"]);
    }
  });

  test("with any one byte of it another", () => {
    for (let at = 0; at < simple.length; at++) {
      const spoilt = Buffer.from(simple);
      spoilt[at]! ^= 0x41;
      expect([at, problem(spoilt)]).toEqual([at, expect.stringMatching(/broken|not_png|too_many_pixels/)]);
    }
  });

  test("a bomb takes no memory that its header does not allow", () => {
    const bomb = peakOf(file(header(2, 2), zeros(500_000_000), end));
    const plain = peakOf(simple);
    expect([bomb.result, plain.result]).toEqual(["broken", "taken"]);
    // Unpacked, it alone would be several times what the whole process has with a picture of the same kind.
    expect(bomb.peak / plain.peak).toBeLessThan(2);
  });
});

describe("however many are sent at once, and however large", () => {
  test("others get their turn between the steps while one is read", async () => {
    const bytes = largest();
    let [turns, reading] = [0, true];
    const others = () => {
      turns += 1;
      if (reading) setImmediate(others);
    };
    setImmediate(others);
    const read = await readInTurn(bytes);
    reading = false;
    expect(read).toEqual(readLogo(bytes));
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test("only one is unpacked at a time", () => {
    const [one, many] = [peakOf(largest()), peakOf(largest(), 24)];
    expect([one.result, many.result]).toEqual(["taken", "taken"]);
    // All of them together would be 24 times what one needs.
    expect(many.peak - one.peak).toBeLessThan(100_000);
  });

  test("one that is refused, or breaks, keeps no other from being read", async () => {
    const [refused, logo] = await Promise.all([readInTurn(jpeg), readInTurn(usualLogo)]);
    expect(refused).toEqual({ problem: "not_png" });
    expect(logo).toEqual(readLogo(usualLogo));
  });
});

test("[ASVS 5.3.1] what is stored as a logo is one that was made here", () => {
  const { png, width, height } = good(simple);
  const logo = { png: Buffer.from(png).toString("base64"), width, height };
  expect(isLogo(logo)).toBe(true);
  for (const wrong of [
    { ...logo, png: `${logo.png}" onload="x` },
    { ...logo, png: Buffer.from("<svg/>").toString("base64") },
    { ...logo, png: logo.png + "A".repeat(3_000) },
    { ...logo, width: 241 },
    { ...logo, height: 0 },
    { ...logo, width: "16" },
    null,
    "x",
  ])
    expect(isLogo(wrong)).toBe(false);
});
