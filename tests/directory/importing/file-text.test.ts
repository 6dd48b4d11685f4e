import { describe, expect, test } from "vitest";
import { maxDirectoryFile, readingText } from "#src/directory/importing/file-text.ts";
import { runToEnd } from "#tests/directory/files/csv-readings.ts";

const read = (bytes: Uint8Array) => runToEnd(readingText(bytes)).result;
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));

describe("the text of a file", () => {
  test.each([
    ["UTF-8", bytes("nimi,Ääni €\n"), "nimi,Ääni €\n"],
    ["UTF-8 with a mark", bytes([0xef, 0xbb, 0xbf], "é"), "é"],
    ["Windows-1252", bytes("Caf", [0xe9, 0x20, 0x80, 0x92]), "Café €’"],
    ["UTF-16", bytes([0xff, 0xfe, 0x41, 0, 0x3d, 0xd8, 0, 0xde]), "A😀"],
    ["UTF-16 the other way", bytes([0xfe, 0xff, 0, 0x41, 0xd8, 0x3d, 0xde, 0]), "A😀"],
  ])("%s", (_, content, text) => expect(read(content)).toEqual({ text }));

  test("a letter that two steps share is whole", () => {
    const text = "é".repeat(300_001);
    expect(read(bytes("a", text))).toEqual({ text: `a${text}` });
    const { rests } = runToEnd(readingText(bytes(text)));
    expect(rests).toBeGreaterThan(3);
  });

  test.each([
    ["half a letter of UTF-16", bytes([0xff, 0xfe, 0x41, 0, 0x3d])],
    ["a workbook", bytes("PK", [3, 4], "[Content_Types].xml")],
    ["rich text", bytes("{\\rtf1 name}")],
    ["one NUL at the end of much", bytes("name\n".repeat(5_000), [0])],
  ])("%s is none", (_, content) => expect(read(content)).toEqual({ code: "not_text" }));

  test("too big, empty", () => {
    expect(read(new Uint8Array(maxDirectoryFile + 1))).toEqual({ code: "too_big" });
    expect(read(bytes("\n \t"))).toEqual({ code: "empty_file" });
  });
});
