import { expect, test } from "vitest";
import { house } from "#tests/support/house/helpline.ts";
import { person } from "#tests/support/house/http.ts";

test("GET /healthz says that it answers and how the keys are, and nothing about anybody", async () => {
  const line = await house();
  const { status, text, set, headers } = await person(line).get("/healthz");
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ ok: true, keys: "ready", backup: "none" });
  expect(set).toEqual([]);
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  const locked = await house({ master: null });
  expect(JSON.parse((await person(locked).get("/healthz")).text)).toEqual({
    ok: true,
    keys: "missing",
    backup: "none",
  });
});

test("[ASVS 13.4.5] outsiders learn that it answers, and nothing about its keys", async () => {
  const locked = await house({ master: null });
  const ask = async (headers: Record<string, string>, peer?: string) =>
    (await locked.app.request("/healthz", { headers }, peer === undefined ? undefined : { peer })).json();
  expect(await ask({}, "127.0.0.1")).toEqual({ ok: true, keys: "missing", backup: "none" });
  expect(await ask({}, "::1")).toEqual({ ok: true, keys: "missing", backup: "none" });
  for (const through of [
    ask({ "X-Forwarded-For": "192.0.2" }, "127.0.0.1"),
    ask({}, "203.1.2.3"),
    ask({}, "2001:4860::8"),
  ]) {
    expect(await through).toEqual({ ok: true });
  }
});

const watched = [
  "/metrics",
  "/status",
  "/server-status",
  "/health",
  "/healthz/",
  "/healthz/keys",
  "/readyz",
  "/livez",
  "/varz",
  "/debug",
  "/debug/pprof",
  "/debug/vars",
  "/actuator",
  "/actuator/env",
  "/info",
  "/version",
  "/stats",
  "/trace",
  "/graphql",
  "/openapi.json",
  "/swagger",
  "/swagger.json",
  "/api-docs",
  "/docs",
  "/_status",
  "/__debug__",
];

test.each(watched)("[ASVS 13.4.5] %s, where others show how their servers are, leads nowhere", async (path) => {
  const line = await house();
  for (const at of [path, `/staff${path}`, `/admin${path}`]) {
    expect([at, (await person(line).get(at)).status]).toEqual([at, 404]);
  }
});

test("GET /healthz says so when its database cannot be read", async () => {
  const line = await house();
  line.files.data.exec("PRAGMA foreign_keys = OFF; DROP TABLE line");
  const { status, text } = await person(line).get("/healthz");
  expect([status, JSON.parse(text)]).toEqual([503, { ok: false }]);
  expect(line.reported).toEqual([expect.stringContaining("the database cannot be read")]);
});
