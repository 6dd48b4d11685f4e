import { crc32, deflateSync, inflateSync } from "node:zlib";

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

/**
 * What may be uploaded at most: bytes of the file, pixels in all, and pixels of a side. As many as are drawn while whoever
 * chats notices nothing: they are drawn in one go, and each row takes a time of its own.
 */
export const maxLogo = { bytes: 512 * 1024, pixels: 512 * 512, side: 4_096 };

interface Header {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: number;
  /** The colour type: 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  kind: number;
  /** The parts it comes in: one, or the seven of an interlaced picture. */
  passes: readonly Pass[];
}

/** Where a part of a picture begins, across and down, and how far its pixels are apart: PNG, 8.2. */
type Pass = readonly [x: number, y: number, dx: number, dy: number];

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
 * The same picture as a file of the five chunks that it needs and nothing else, after every part of the file was checked: no
 * text, no place, no second picture, nothing after the end, as many rows as the header says. Nothing is unpacked that is larger
 * than its header allows. So whatever draws it reads nothing that was not looked at.
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
  if (file.length > maxLogo.bytes) refuse("too_big_file");
  if (!file.subarray(0, 8).equals(signature)) refuse("not_png");
  const chunks = chunksOf(file);
  const header = headerOf(chunks[0]!);
  if (chunks.some(({ type }) => moving.includes(type))) refuse("animated");
  const kept = chunks.filter(({ type }) => ours.includes(type));
  // A large first letter says that the picture is nothing without the chunk.
  if (chunks.some(({ type }) => !ours.includes(type) && /^[A-Z]/.test(type))) refuse("broken");
  checkColours(kept, header);
  const packed = kept.filter(({ type }) => type === "IDAT").map(({ data }) => data);
  const before = kept.filter(({ type }) => type !== "IDAT" && type !== "IEND");
  const rows = rowsOf(Buffer.concat(packed), header);
  return pngOf([...before.map(({ type, data }) => [type, data] as const), ["IDAT", deflateSync(rows, { level: 0 })]]);
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
  const [depth, kind] = [data.readUInt8(8), data.readUInt8(9)];
  const [packing, filter, interlace] = [data.readUInt8(10), data.readUInt8(11), data.readUInt8(12)];
  if (width === 0 || height === 0) refuse("broken");
  if (width * height > maxLogo.pixels || Math.max(width, height) > maxLogo.side) refuse("too_many_pixels");
  if (!kinds[kind]?.depths.includes(depth) || packing !== 0 || filter !== 0 || interlace > 1) refuse("broken");
  return { width, height, depth, kind, passes: interlace === 1 ? interlacedPasses : onePass };
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

function rowsOf(packed: Buffer, header: Header): Buffer {
  const size = sizeOf(header);
  const rows = inflated(packed, size);
  return rows?.length === size ? rows : refuse("broken");
}

/** null where it is not what it should be, or would be more. */
function inflated(packed: Buffer, most: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: most });
  } catch {
    return null;
  }
}

const onePass: readonly Pass[] = [[0, 0, 1, 1]];
const interlacedPasses: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** Bytes of the unpacked rows, with the one that begins each. */
function sizeOf({ width, height, depth, kind, passes }: Header): number {
  const sizes = passes.map(([x, y, dx, dy]) => {
    const across = Math.ceil((width - x) / dx);
    const down = Math.ceil((height - y) / dy);
    return across > 0 && down > 0 ? down * (1 + Math.ceil((across * kinds[kind]!.samples * depth) / 8)) : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** One chunk as it stands in a file: length, type, data, check. */
function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A whole file of chunks, the last of them with nothing in it. */
export function pngOf(chunks: (readonly [string, Uint8Array])[]): Buffer {
  return Buffer.concat([signature, ...chunks.map(([type, data]) => chunk(type, data)), chunk("IEND", Buffer.alloc(0))]);
}

function refuse(problem: LogoProblem): never {
  throw new Refused(problem);
}
