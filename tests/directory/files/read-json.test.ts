import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxJson, readJson } from "#src/directory/files/read-json.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { runToEnd } from "./csv-readings.ts";

const read = (text: string) => runToEnd(readJson(text)).result;

describe("a JSON text", () => {
  test("[ASVS 1.5.3] is read as the platform reads it, however it is taken apart", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(read(text)).toEqual([JSON.parse(text)]);
      }),
      { numRuns: dayOrNight(200, 500) },
    );
    const long = [[[[Array.from({ length: 20_000 }, (_, n) => ({ n, text: `{"[${n}]}\\"`, deep: [[{}]] }))]]]];
    expect(read(JSON.stringify(long))).toEqual([long]);
    expect(read('{"a":1}\n\n {"b":[]} \n')).toEqual([{ a: 1 }, { b: [] }]);
  });

  test("[ASVS 1.5.2] reads only what is in the file: no name changes all objects, and the last of two values counts", () => {
    const texts = [
      '{"__proto__":{"admin":true},"a":1}',
      '{"constructor":{"prototype":{"admin":true}}}',
      '{"a":1,"a":2}',
    ];
    // Taken apart, as what lies at the top is, and in one piece, as what lies deep.
    for (const text of texts) {
      const [[top], [deep]] = [read(text), read(`[[[[${text}]]]]`)] as [[unknown], [[[[[unknown]]]]]];
      for (const object of [top, deep[0][0][0][0]]) {
        expect(JSON.stringify(object)).toBe(JSON.stringify(JSON.parse(text)));
        expect((object as { admin?: unknown }).admin).toBeUndefined();
        expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
      }
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  test.each(["", " ", "[", "[1,]", "{1:2}", '{"a"}', '["a', "[}", "nope", "[[[[[1,[2]]", `[${"9".repeat(50)}x]`])(
    "that is none is told: %s",
    (text) => expect(read(text)).toBe("not_json"),
  );

  test.each([
    ["a list within lists", "[".repeat(10_000_000)],
    ["a little too deep a list", `${"[".repeat(maxJson.depth + 1)}${"]".repeat(maxJson.depth + 1)}`],
    ["very many empty lists", `[${"[],".repeat(maxJson.parts)}[]]`],
    ["very many of them further down", `[[[[${"[],".repeat(maxJson.parts)}[]]]]]`],
    ["very many numbers", `[${"1,".repeat(maxJson.parts)}1]`],
    ["very many documents", "1 ".repeat(maxJson.parts + 1)],
    ["an object of very many names", `{${'"a":1,'.repeat(maxJson.names)}"b":2}`],
    ["a very long text", `["${"a".repeat(maxJson.text)}"]`],
    ["a very long number", `[${"1".repeat(maxJson.number + 1)}]`],
    ["nothing at length", `[${" ".repeat(maxJson.blanks + 1)}]`],
  ])("of %s is refused", (_name, text) => expect(read(text)).toBe("json_beyond"));

  test("as deep, and with as many texts as a directory may have, is read", () => {
    const deep = `${"[".repeat(maxJson.depth)}${"]".repeat(maxJson.depth)}`;
    expect(read(deep)).toEqual([JSON.parse(deep)]);
    expect(read(`["${"a".repeat(maxJson.text - 2)}"]`)).toHaveLength(1);
  });

  test("is read in short breaths: no piece is longer than a few of the characters that one takes", () => {
    const texts: [string, number][] = [
      // Many small values take longer than one long text.
      [`[${"1,".repeat(400_000)}1]`, 10_000],
      [`[[[[${'{"a":[]},'.repeat(200_000)}1]]]]`, 50_000],
      [`[${`"${'\\"'.repeat(50_000)}",`.repeat(20)}1]`, 500_000],
      [`{"contents":[{"id":"1","places":[${'{"name":"a"},'.repeat(100_000)}1]}]}`, 50_000],
    ];
    for (const [text, most] of texts) {
      const breaths: number[] = [];
      let before = 0;
      for (const done of readJson(text)) {
        breaths.push((done - before) * text.length);
        before = done;
      }
      expect(breaths.length).toBeGreaterThan(2);
      expect(Math.max(...breaths)).toBeLessThan(most);
    }
  });
});
