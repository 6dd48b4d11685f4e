import { expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, person, staff, youth } from "#tests/support/house/http.ts";

test("[ASVS 3.5.7] scripts are files that are the same for everybody, and no door answers with one that knows somebody", async () => {
  const line = await house();
  await open(line);
  const noor = await youth(line, "Noor’s own words");
  await give(line, noor.id, line.anna);
  const people: Person[] = [person(line), noor, await staff(line, line.anna), await staff(line, line.aino)];
  const pages = doors.filter(({ method, handle, path }) => method === "GET" && handle && !/^\/(log|leave)$/.test(path));
  let seen = 0;
  for (const { path } of pages) {
    for (const who of people) {
      const { headers, text } = await who.get(path.replace(":id", String(noor.id)).replace(/:\w+/, "x"));
      expect([path, headers.get("content-type") ?? ""]).toEqual([path, expect.not.stringMatching(/script/i)]);
      // A page has scripts by their names alone; what is data for programs says that it is no script.
      const inside = [...text.matchAll(/<script\b([^>]*)>([^<]*)/g)];
      for (const [, attributes, content] of inside) {
        expect([path, attributes]).toEqual([
          path,
          expect.stringMatching(/\bsrc="\/static\/|type="application\/(ld\+)?json"/),
        ]);
        if (/\bsrc=/.test(attributes!)) expect(content).toBe("");
        seen += 1;
      }
    }
  }
  expect(seen).toBeGreaterThan(50);
  const files = [...line.helpline.assets.byPath.values()].filter(({ type }) => /javascript/.test(type));
  expect(files.length).toBeGreaterThan(9);
  for (const { path } of files) {
    const texts = await Promise.all(people.map(async (who) => (await who.get(path)).text));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toMatch(/Noor|Anna|Virtanen/);
  }
});
