import { crc32, deflateSync } from "node:zlib";
import { readingLogo } from "#src/settings/look/logo.ts";

// PNG files made by hand, written from the standard and not from the code that reads them.

export const signature = Buffer.from("89504e470d0a1a0a", "hex");

/** One chunk of a PNG; `check` in the place of the right one. */
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

/** Samples of one pixel, as many as its kind has, each as large as its depth allows. */
export type Drawn = (x: number, y: number) => number[];

/** Left, top and the two steps of each pass of an interlaced picture (PNG, third edition, 8.1). */
export const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function rows(
  width: number,
  height: number,
  depth: number,
  draw: Drawn,
  step: readonly number[] = [0, 0, 1, 1],
): Buffer[] {
  const [left, top, dx, dy] = step as [number, number, number, number];
  const all: Buffer[] = [];
  for (let y = top; y < height; y += dy) {
    const bits: string[] = [];
    for (let x = left; x < width; x += dx) {
      for (const sample of draw(x, y)) bits.push(sample.toString(2).padStart(depth, "0"));
    }
    if (bits.length === 0) continue;
    const bytes = bits.join("").match(/.{1,8}/g)!;
    all.push(Buffer.from([0, ...bytes.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2))]));
  }
  return all;
}

export interface Picture {
  width: number;
  height: number;
  depth?: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha */
  kind?: number;
  interlaced?: boolean;
  /** Chunks between the header and the pixels. */
  before?: Uint8Array[];
  draw: Drawn;
}

/** A good PNG of a picture. */
export function drawn({ width, height, depth = 8, kind = 6, interlaced = false, before = [], draw }: Picture): Buffer {
  const all = interlaced
    ? passes.flatMap((pass) => rows(width, height, depth, draw, pass))
    : rows(width, height, depth, draw);
  const pixels = part("IDAT", deflateSync(Buffer.concat(all)));
  return file(header(width, height, depth, kind, interlaced ? 1 : 0), ...before, pixels, end);
}

/** A logo as people have them: a round mark on nothing, with words beside it. */
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

/** A picture in which no two pixels are alike: nothing is harder to make small. */
export const noise = (width: number, height: number): Buffer => {
  let state = 42;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >>> 23;
  };
  return drawn({ width, height, draw: () => [next(), next(), next(), 255] });
};

/** What takes longest of what may be uploaded: as many pixels as may be, of 16 bits a sample, each row packed another way. */
export const largest = (): Buffer => {
  const [width, height] = [1_000, 1_000];
  const row = (_: unknown, y: number) => Buffer.from([y % 5, ...Buffer.alloc(width * 8, 7)]);
  const rows = Buffer.concat(Array.from({ length: height }, row));
  return file(header(width, height, 16, 6), part("IDAT", deflateSync(rows, { level: 9 })), end);
};

/** A logo as it is kept, read in one go. */
export function readLogo(bytes: Uint8Array) {
  const steps = readingLogo(bytes);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
