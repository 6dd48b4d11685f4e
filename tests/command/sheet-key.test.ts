import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { typedSheetKey } from "#src/command/copies/sheet-key.ts";
import { inGroups, newSheet } from "#src/crypto/recovery-sheet.ts";

// The key of a sheet, typed by hand from paper.

let seen = "";
afterEach(() => {
  seen = "";
  vi.restoreAllMocks();
});

/** Types the next line each time a line is asked for. */
function types(isTerminal: boolean, ...lines: string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal });
  vi.spyOn(process, "stdin", "get").mockReturnValue(input as unknown as typeof process.stdin);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    seen += String(text);
    if (String(text).startsWith("The key of the sheet")) setImmediate(() => input.write(`${lines.shift()}\n`));
    return true;
  });
  return typedSheetKey().then(
    (secret) => ({ secret, left: lines.length }),
    (error: Error) => ({ refused: error.message, left: lines.length }),
  );
}

const misspelled = (secret: string) => secret.slice(0, -1) + (secret.endsWith("Q") ? "P" : "Q");

test("on a terminal a mistyped key is asked for again, and the person is told where to look", async () => {
  const { secret } = await newSheet();
  const right = inGroups(secret).join(" ").toLowerCase();
  expect(await types(true, "what?", misspelled(secret), right)).toEqual({ secret, left: 0 });
  expect(seen.match(/Type it once more, from the beginning\./g)).toHaveLength(2);
  expect(seen).toMatch(/one letter differs, in the \dth group after AGE-SECRET-KEY-1: \w+\./);
});

test("it is asked for five times, and then the last mistake is told", async () => {
  const { secret } = await newSheet();
  const wrong = Array.from({ length: 5 }, () => misspelled(secret));
  expect(await types(true, ...wrong, secret)).toEqual({
    refused: expect.stringContaining("This is not the key as it stands on the sheet"),
    left: 1,
  });
});

test("what comes from no terminal is not asked for again", async () => {
  const { secret } = await newSheet();
  expect(await types(false, misspelled(secret), secret)).toEqual({
    refused: expect.stringContaining("one letter differs"),
    left: 1,
  });
});

test("its first line can be left out, and a mistake in the rest is told as before", async () => {
  const { secret } = await newSheet();
  const groups = (key: string) => inGroups(key).slice(1).join(" ");
  expect(await types(true, groups(misspelled(secret)), groups(secret))).toEqual({ secret, left: 0 });
  expect(seen).toContain("one letter differs, in the 8th group after AGE-SECRET-KEY-1:");
});
