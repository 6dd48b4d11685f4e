import { expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { house, open } from "#tests/support/house/helpline.ts";
import { staff } from "#tests/support/house/http.ts";

test("[ASVS 7.4.4] every page of the staff has the way to sign out", async () => {
  const line = await house();
  await open(line);
  const aino = await staff(line, line.aino);
  const without: string[] = [];
  let pages = 0;
  for (const { method, path, socket } of doors) {
    if (method !== "GET" || socket || path.includes(":") || !/^\/(staff|admin)/.test(path)) continue;
    const { status, text } = await aino.get(path);
    // A preview is a page of young people in a frame of one that has it.
    if (path.endsWith("/preview")) continue;
    if (status !== 200 || !text.startsWith("<!doctype html>")) continue;
    pages += 1;
    if (!text.includes('action="/staff/sign-out"')) without.push(path);
  }
  expect(pages).toBeGreaterThan(20);
  expect(without).toEqual([]);
});
