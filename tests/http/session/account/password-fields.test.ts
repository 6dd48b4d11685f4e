import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { invite } from "#src/staff/accounts/invitation.ts";
import { house } from "#tests/support/house/helpline.ts";
import { act, person, staff } from "#tests/support/house/http.ts";

test("[ASVS 6.2.6, 6.2.7] every field for a password hides it, and lets a password safe fill it in", async () => {
  const line = await house();
  const token = await act(line, line.aino, (tx, emit) =>
    invite(tx, emit, { roles: ["counsellor"], first: false, madeBy: line.aino.id }),
  );
  const anna = await staff(line, line.anna);
  const pages = [
    await person(line).get("/staff/sign-in"),
    await person(line).get(`/staff/welcome/${token}`),
    await anna.get("/staff/me"),
  ];
  const fields = pages.flatMap(({ text }) => text.match(/<input[^>]*name="(old_)?password"[^>]*>/g) ?? []);
  expect(fields.length).toBeGreaterThanOrEqual(4);
  for (const field of fields) {
    expect(field).toContain('type="password"');
    expect(field).toMatch(/autocomplete="(current|new)-password"/);
  }
});

test("[ASVS 6.2.7] no script of ours looks at what is pasted into one", () => {
  const scripts = readdirSync("static").filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(10);
  expect(scripts.filter((name) => /["']paste["']|onpaste/.test(readFileSync(`static/${name}`, "utf8")))).toEqual([]);
});
