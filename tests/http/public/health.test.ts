import { expect, test } from "vitest";
import { openMemory } from "#src/db/files.ts";
import { house } from "../../support/helpline.ts";
import { person } from "../../support/http.ts";

test("GET /healthz says that it answers and how the keys are, and nothing about anybody", async () => {
  const line = await house();
  const { status, text, set, headers } = await person(line).get("/healthz");
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ ok: true, keys: "ready" });
  expect(set).toEqual([]);
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  const locked = await house({ master: null });
  expect(JSON.parse((await person(locked).get("/healthz")).text)).toEqual({ ok: true, keys: "missing" });
});

test("GET /healthz says so when its database cannot be read", async () => {
  const files = openMemory(0);
  const line = await house({ files });
  files.data.exec("PRAGMA foreign_keys = OFF; DROP TABLE line");
  const { status, text } = await person(line).get("/healthz");
  expect([status, JSON.parse(text)]).toEqual([503, { ok: false }]);
  expect(line.reported).toEqual([expect.stringContaining("the database cannot be read")]);
});
