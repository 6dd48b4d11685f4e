import { crc32, deflateSync } from "node:zlib";
import { readingLogo } from "#src/settings/look/logo-reading.ts";

// PNG files made by hand, from the standard and not from the code that reads them.

export const signature = Buffer.from("89504e470d0a1a0a", "hex");

/** Returns one chunk; `check` replaces the right one. */
export function part(type: string, data: Uint8Array | string = "", check?: number): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(data as Uint8Array)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(check ?? crc32(body));
  return Buffer.concat([length, body, sum]);
}

export function header(width: number, height: number, depth = 8, kind = 6, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, kind, 0, 0, interlace], 8);
  return part("IHDR", data);
}

export const end = part("IEND");

export const file = (...parts: Uint8Array[]): Buffer => Buffer.concat([signature, ...parts]);

/** Samples of one pixel, for its kind and depth. */
type Drawn = (x: number, y: number) => number[];

/** Left, top and both steps of each pass of an interlaced picture (PNG, third edition, 8.1). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function rows({ width, height, depth = 8, draw, filtered, samples }: Row, step: readonly number[]): Buffer[] {
  const [left, top, dx, dy] = step as [number, number, number, number];
  const all: Buffer[] = [];
  let above = Buffer.alloc(width * 8);
  for (let y = top; y < height; y += dy) {
    const bits: string[] = [];
    for (let x = left; x < width; x += dx) {
      for (const sample of draw(x, y)) bits.push(sample.toString(2).padStart(depth, "0"));
    }
    if (bits.length === 0) continue;
    const bytes = bits.join("").match(/.{1,8}/g)!;
    const row = Buffer.from(bytes.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)));
    all.push(foretold(row, above, { filter: filtered ? all.length % 5 : 0, back: Math.ceil((samples * depth) / 8) }));
    above = row;
  }
  return all;
}

type Row = Picture & { samples: number };

/** A row with the byte that begins it, each of its bytes less what its neighbours foretell: PNG, third edition, 9.2. */
function foretold(row: Buffer, above: Buffer, { filter, back }: { filter: number; back: number }): Buffer {
  const less = row.map((byte, i) => {
    const [a, b, c] = [row[i - back] ?? 0, above[i]!, i < back ? 0 : above[i - back]!];
    const nearest = [a, b, c].toSorted((one, other) => Math.abs(a + b - c - one) - Math.abs(a + b - c - other))[0]!;
    return byte - [0, a, b, Math.floor((a + b) / 2), nearest][filter]!;
  });
  return Buffer.concat([Buffer.from([filter]), less]);
}

interface Picture {
  width: number;
  height: number;
  depth?: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha */
  kind?: number;
  interlaced?: boolean;
  /** Rows are packed in each of the five ways in turn, not plain. */
  filtered?: boolean;
  /** Chunks between the header and the pixels. */
  before?: Uint8Array[];
  draw: Drawn;
}

/** Returns a good PNG of a picture. */
export function drawn(picture: Picture): Buffer {
  const { width, height, depth = 8, kind = 6, interlaced = false, before = [], draw } = picture;
  const row = { ...picture, samples: draw(0, 0).length };
  const all = (interlaced ? passes : [[0, 0, 1, 1]]).flatMap((pass) => rows(row, pass));
  const pixels = part("IDAT", deflateSync(Buffer.concat(all)));
  return file(header(width, height, depth, kind, interlaced ? 1 : 0), ...before, pixels, end);
}

/** A usual logo: a round mark on nothing, with words beside it. */
export const usualLogo = drawn({
  width: 480,
  height: 128,
  draw: (x, y) => {
    const round = Math.hypot(x - 64, y - 64);
    if (round < 56) return [75, 59, 179, Math.round(255 * Math.min(1, 56 - round))];
    const word = x > 150 && x < 450 && y > 40 && y < 90 && (x * 7 + Math.floor(y / 9) * 13) % 29 < 15;
    return word ? [35, 29, 51, 255] : [0, 0, 0, 0];
  },
});

/** Returns a picture without two equal pixels, the hardest to make small. */
export const noise = (width: number, height: number): Buffer => {
  let state = 42;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >>> 23;
  };
  return drawn({ width, height, draw: () => [next(), next(), next(), 255] });
};

/** Returns the slowest allowed upload: the most pixels, 16 bits a sample, each row packed another way. */
export const largest = (): Buffer => {
  const [width, height] = [512, 512];
  const row = (_: unknown, y: number) => Buffer.from([y % 5, ...Buffer.alloc(width * 8, 7)]);
  const rows = Buffer.concat(Array.from({ length: height }, row));
  return file(header(width, height, 16, 6), part("IDAT", deflateSync(rows, { level: 9 })), end);
};

/** Returns a logo as it is kept. */
export function readLogo(bytes: Uint8Array) {
  const steps = readingLogo(bytes);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
