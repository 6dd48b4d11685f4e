import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { type House, house } from "#tests/support/house/helpline.ts";
import { person } from "#tests/support/house/http.ts";

let line: House;
beforeAll(async () => {
  line = await house();
});

test("every file of a page is there for ever, in the encoding the browser likes best", async () => {
  for (const [path, asset] of line.helpline.assets.byPath) {
    const plain = await person(line).get(path);
    expect(plain.status).toBe(200);
    expect(plain.text).toBe(asset.text);
    expect(plain.headers.get("content-type")).toBe(asset.type);
    expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(plain.headers.get("vary")).toContain("Accept-Encoding");
    expect(plain.headers.get("x-content-type-options")).toBe("nosniff");
    for (const [accepted, encoding, open] of [
      ["gzip, deflate, br", "br", brotliDecompressSync],
      ["gzip", "gzip", gunzipSync],
    ] as const) {
      const response = await person(line).send(path, { headers: { "Accept-Encoding": accepted } });
      expect(response.headers.get("content-encoding")).toBe(encoding);
      expect(open(new Uint8Array(await response.arrayBuffer())).toString()).toBe(asset.text);
    }
  }
});

test.each([
  "/static/chat.js",
  "/static/chat.000000000000.js",
  "/static/..%2f..%2fpackage.json",
  "/static/%2e%2e/%2e%2e/package.json",
  "/static/__proto__",
  "/static/%00",
  "/static/",
  "/.git/config",
  "/.env",
  "/package.json",
  "/src/main.ts",
  "/migrations/0001_data.sql",
  "/data/porchlight.db",
  "/how/chat.css",
  "/log/x.js",
])("[ASVS 5.3.2, 13.4.1, 13.4.3, 13.4.7, 14.2.5] %s is no file of ours", async (path) => {
  const { status, headers } = await person(line).get(path);
  expect(status).toBe(404);
  expect(headers.get("cache-control")).toBe("no-store");
});
