import { setImmediate } from "node:timers/promises";
import { deflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { logoKept } from "./logo.ts";
import { type Indexed, inColours, type Pixels, shrunk } from "./pixels.ts";
import { checkedPng, type LogoProblem, maxLogo, pngOf } from "./png-check.ts";

export interface LogoRead {
  png: Uint8Array;
  width: number;
  height: number;
}

/** The reading before the next one. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads an uploaded logo as `readingLogo`, one after the other and step by step: whoever chats meanwhile notices nothing,
 * and however many are sent at once, only one of them is unpacked.
 */
export function readLogo(bytes: Uint8Array): Promise<LogoRead | { problem: LogoProblem }> {
  // Too large a file does not wait for its turn in memory.
  if (bytes.length > maxLogo.bytes) return Promise.resolve({ problem: "too_big_file" });
  const turn = last.then(() => inPieces(readingLogo(bytes)));
  last = turn.catch(() => {});
  return turn;
}

async function inPieces<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

/**
 * A picture out of an uploaded file, drawn anew: at most 240 × 64 pixels and 2,000 bytes, with as many colours and pixels
 * as fit into these. Nothing of the file itself is kept, and the same file always gives the same picture. Says why not
 * where it is no PNG, or one that is not in order. Stops between its steps, so that others get their turn.
 */
export function* readingLogo(bytes: Uint8Array): Generator<void, LogoRead | { problem: LogoProblem }> {
  const whole = yield* drawn(bytes);
  if ("problem" in whole) return whole;
  yield;
  let scale = Math.min(1, logoKept.width / whole.width, logoKept.height / whole.height);
  for (;;) {
    const small = shrunk(whole, sized(whole.width, scale), sized(whole.height, scale));
    const png = fitting(small);
    if (png) return { png, width: small.width, height: small.height };
    yield;
    scale *= 0.9;
  }
}

/** In as many colours as fit; null where not even the fewest do. A picture of one pixel always does. */
function fitting(small: Pixels): Buffer | null {
  const fewest = packed(inColours(small, 16));
  if (fewest.length > logoKept.bytes) return null;
  for (const colours of [256, 128, 64, 32]) {
    const png = packed(inColours(small, colours));
    if (png.length <= logoKept.bytes) return png;
  }
  return fewest;
}

const sized = (side: number, scale: number) => Math.max(1, Math.round(side * scale));

/** No larger than is worth looking at again and again; what it was unpacked from is let go. */
function* drawn(bytes: Uint8Array): Generator<void, Pixels | { problem: LogoProblem }> {
  const checked = checkedPng(bytes);
  if ("problem" in checked) return checked;
  yield;
  const whole = pixelsOf(checked.png);
  if (!whole) return { problem: "broken" };
  yield;
  if (!isVisible(whole)) return { problem: "invisible" };
  const scale = Math.min(1, (2 * logoKept.width) / whole.width, (2 * logoKept.height) / whole.height);
  return scale === 1 ? whole : shrunk(whole, sized(whole.width, scale), sized(whole.height, scale));
}

/** All pixels of a PNG that was checked. null where a row or a colour is none that there is. */
function pixelsOf(png: Buffer): Pixels | null {
  try {
    return PNG.sync.read(png);
  } catch {
    return null;
  }
}

function isVisible({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return true;
  return false;
}

/** A PNG of a palette, in as few bits as its colours need. */
function packed({ width, height, colours, at }: Indexed): Buffer {
  const depth = [1, 2, 4, 8].find((bits) => 2 ** bits >= colours.length)!;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, 3, 0, 0, 0], 8);
  const row = 1 + Math.ceil((width * depth) / 8);
  const rows = Buffer.alloc(row * height);
  at.forEach((place, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const bit = x * depth;
    rows[y * row + 1 + (bit >> 3)]! |= place << (8 - depth - (bit & 7));
  });
  const clear = colours.filter(([, , , alpha]) => alpha < 255).map(([, , , alpha]) => alpha);
  return pngOf([
    ["IHDR", header],
    ["PLTE", Uint8Array.from(colours.flatMap((colour) => colour.slice(0, 3)))],
    ...(clear.length > 0 ? ([["tRNS", Uint8Array.from(clear)]] as [string, Uint8Array][]) : []),
    ["IDAT", deflateSync(rows, { level: 9 })],
  ]);
}
