import type { Pixels } from "./pixels.ts";
import { type CheckedPng, measuredPass, type Pass, samplesOf } from "./png-check.ts";

/** Bytes of rows that are drawn in a few milliseconds. */
const atOnce = 512 * 1024;

/**
 * Draws a picture that was checked: PNG, 7 to 13. Stops every few milliseconds, so that others get their turn. Its rows are
 * used up. null where its rows or colours are not in order.
 */
export function* drawnPng(png: CheckedPng): Generator<void, Pixels | null> {
  const { width, height, depth, kind, rows } = png;
  const data = new Uint8Array(width * height * 4);
  const step = Math.max(1, (samplesOf(kind) * depth) >> 3);
  let [at, drawn] = [0, 0];
  for (const pass of png.passes) {
    const { down, bytes } = measuredPass(png, pass);
    for (let y = 0; y < down; y++) {
      const row = at + y * (1 + bytes);
      if (!unfilter(rows, row, { bytes, step, above: y === 0 ? -1 : row - bytes })) return null;
      if (!drawRow(png, pass, { row: row + 1, y, data })) return null;
      drawn += 1 + bytes;
      if (drawn < atOnce) continue;
      yield;
      drawn = 0;
    }
    at += down * (1 + bytes);
  }
  return { width, height, data };
}

interface Row {
  bytes: number;
  /** Bytes between a byte and that of the pixel before. */
  step: number;
  /** Where the row above begins; -1 where there is none. */
  above: number;
}

/** Undoes in place what made a row easier to pack: PNG, 9. Without a row above, all of it counts as 0. */
function unfilter(rows: Buffer, begin: number, { bytes, step, above }: Row): boolean {
  const filter = rows[begin]!;
  const row = begin + 1;
  if (filter > 4) return false;
  for (let i = 0; filter !== 0 && i < bytes; i++) {
    const left = i < step ? 0 : rows[row + i - step]!;
    const up = above < 0 ? 0 : rows[above + i]!;
    if (filter === 1) rows[row + i]! += left;
    else if (filter === 2) rows[row + i]! += up;
    else if (filter === 3) rows[row + i]! += (left + up) >> 1;
    else rows[row + i]! += paeth(left, up, above < 0 || i < step ? 0 : rows[above + i - step]!);
  }
  return true;
}

/** Of three neighbours the one that is nearest to what they foretell: PNG, 9.4. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Draws one row of a part of the picture. False where it names a colour that the palette has not. */
function drawRow(png: CheckedPng, pass: Pass, { row, y, data }: { row: number; y: number; data: Uint8Array }): boolean {
  const { width, depth, kind, palette, clear, rows } = png;
  const [left, top, dx, dy] = pass;
  const samples = samplesOf(kind);
  const colours = kind === 2 || kind === 6 ? 3 : 1;
  const most = 2 ** depth - 1;
  for (let x = left, i = 0; x < width; x += dx, i += samples) {
    const to = ((top + y * dy) * width + x) * 4;
    const first = sample(rows, row, i, depth);
    if (kind === 3) {
      if (first * 3 >= palette.length) return false;
      data[to] = palette[first * 3]!;
      data[to + 1] = palette[first * 3 + 1]!;
      data[to + 2] = palette[first * 3 + 2]!;
      data[to + 3] = first < clear.length ? clear[first]! : 255;
      continue;
    }
    const second = colours === 3 ? sample(rows, row, i + 1, depth) : first;
    const third = colours === 3 ? sample(rows, row, i + 2, depth) : first;
    data[to] = inByte(first, most);
    data[to + 1] = inByte(second, most);
    data[to + 2] = inByte(third, most);
    if (samples > colours) data[to + 3] = inByte(sample(rows, row, i + colours, depth), most);
    else data[to + 3] = clear.length > 0 && isClear(clear, first, second, third) ? 0 : 255;
  }
  return true;
}

/** The sample of that number in a row. */
function sample(rows: Buffer, row: number, number: number, depth: number): number {
  if (depth === 8) return rows[row + number]!;
  if (depth === 16) return (rows[row + number * 2]! << 8) | rows[row + number * 2 + 1]!;
  const bit = number * depth;
  return (rows[row + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

const inByte = (value: number, most: number) => (most === 255 ? value : Math.round((value * 255) / most));

/** Whether it is the colour that is not seen; grey is given by one sample of it. */
function isClear(clear: Buffer, red: number, green: number, blue: number): boolean {
  const of = (number: number) => (clear.length === 2 ? clear.readUInt16BE(0) : clear.readUInt16BE(number * 2));
  return of(0) === red && of(1) === green && of(2) === blue;
}
