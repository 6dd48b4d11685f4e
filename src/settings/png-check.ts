import { crc32, inflateSync } from "node:zlib";

/** Why an uploaded file is no picture that can be taken. Short and closed: each has its sentence beside the field. */
export type LogoProblem =
  | "empty"
  | "too_big_file"
  | "not_png"
  | "broken"
  | "too_many_pixels"
  | "animated"
  | "trailing"
  | "invisible";

/** What may be uploaded at most. */
export const logoMost = { bytes: 512 * 1024, side: 2_000 };

interface Header {
  width: number;
  height: number;
  depth: number;
  kind: number;
  interlaced: boolean;
}

interface Chunk {
  type: string;
  data: Buffer;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples of a pixel and the depths it may have, by colour type: PNG, 11.2.1. */
const kinds: Record<number, { samples: number; depths: number[] }> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
const ours = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
const moving = ["acTL", "fcTL", "fdAT"];

/** Refuses a file, with the reason as its message. */
class Refused extends Error {
  constructor(readonly problem: LogoProblem) {
    super(problem);
  }
}

/**
 * A PNG made of nothing but what its picture needs, after every part of the file was checked and before anything of it was
 * drawn: no text, no place, no second picture, nothing after the end. Nothing is unpacked that is larger than its header
 * allows.
 */
export function checkedPng(bytes: Uint8Array): { png: Buffer } | { problem: LogoProblem } {
  try {
    return { png: checked(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

function checked(file: Buffer): Buffer {
  if (file.length === 0) refuse("empty");
  if (file.length > logoMost.bytes) refuse("too_big_file");
  if (!file.subarray(0, 8).equals(signature)) refuse("not_png");
  const chunks = chunksOf(file);
  const header = headerOf(chunks[0]!);
  if (chunks.some(({ type }) => moving.includes(type))) refuse("animated");
  const kept = chunks.filter(({ type }) => ours.includes(type));
  // A large first letter says that the picture is nothing without the chunk.
  if (chunks.some(({ type }) => !ours.includes(type) && /^[A-Z]/.test(type))) refuse("broken");
  checkColours(kept, header);
  checkPixels(kept, header);
  return Buffer.concat([signature, ...kept.map(({ type, data }) => chunk(type, data))]);
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (chunks.at(-1)?.type !== "IEND") {
    if (at + 12 > file.length) refuse("broken");
    const ends = at + 12 + file.readUInt32BE(at);
    if (ends > file.length) refuse("broken");
    const type = file.toString("latin1", at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(type)) refuse("broken");
    if (crc32(file.subarray(at + 4, ends - 4)) !== file.readUInt32BE(ends - 4)) refuse("broken");
    chunks.push({ type, data: file.subarray(at + 8, ends - 4) });
    // The size is known before anything else is looked at.
    if (chunks.length === 1) headerOf(chunks[0]!);
    at = ends;
  }
  if (at !== file.length) refuse("trailing");
  return chunks;
}

function headerOf({ type, data }: Chunk): Header {
  if (type !== "IHDR" || data.length !== 13) refuse("broken");
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  const [depth, kind, packing, filter, interlace] = data.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (width === 0 || height === 0) refuse("broken");
  if (width > logoMost.side || height > logoMost.side) refuse("too_many_pixels");
  if (!kinds[kind]?.depths.includes(depth) || packing !== 0 || filter !== 0 || interlace > 1) refuse("broken");
  return { width, height, depth, kind, interlaced: interlace === 1 };
}

/** One palette at most, before the pixels, and as many see-through colours as there can be. */
function checkColours(chunks: Chunk[], { kind, depth }: Header) {
  const order = chunks.map(({ type }) => type).join(" ");
  if (!/^IHDR( PLTE)?( tRNS)?( IDAT)+ IEND$/.test(order)) refuse("broken");
  const colours = chunks.find(({ type }) => type === "PLTE")?.data.length ?? 0;
  if (colours % 3 !== 0 || colours / 3 > (kind === 3 ? 2 ** depth : 256)) refuse("broken");
  if (kind === 3 && colours === 0) refuse("broken");
  const clear = chunks.find(({ type }) => type === "tRNS")?.data.length;
  if (clear === undefined) return;
  const fits = kind === 3 ? clear > 0 && clear <= colours / 3 : clear === { 0: 2, 2: 6 }[kind];
  if (!fits) refuse("broken");
}

function checkPixels(chunks: Chunk[], header: Header) {
  const packed = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const size = sizeOf(header);
  const pixels = inflated(packed, size);
  if (pixels?.length !== size) refuse("broken");
}

/** null where it is not what it should be, or would be more. */
function inflated(packed: Buffer, most: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: most });
  } catch {
    return null;
  }
}

/** Where each pass of an interlaced picture begins and how far its pixels are apart: PNG, 8.2. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of the unpacked pixels, with the one that begins each row. */
function sizeOf({ width, height, depth, kind, interlaced }: Header): number {
  const bits = kinds[kind]!.samples * depth;
  const rows = (across: number, down: number) => (across > 0 ? down * (1 + Math.ceil((across * bits) / 8)) : 0);
  if (!interlaced) return rows(width, height);
  return passes
    .map(([x, y, dx, dy]) => rows(Math.ceil((width - x) / dx), Math.max(0, Math.ceil((height - y) / dy))))
    .reduce((sum, size) => sum + size, 0);
}

/** One chunk as it stands in a file: length, type, data, check. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A whole file of chunks, the last of them with nothing in it. */
export function pngOf(chunks: [string, Uint8Array][]): Buffer {
  return Buffer.concat([signature, ...chunks.map(([type, data]) => chunk(type, data)), chunk("IEND", Buffer.alloc(0))]);
}

function refuse(problem: LogoProblem): never {
  throw new Refused(problem);
}
