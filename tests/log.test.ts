import { afterEach, expect, test, vi } from "vitest";
import { log } from "#src/log.ts";

afterEach(() => void vi.restoreAllMocks());

function written(what: string, error?: unknown): string {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  log(what, error);
  return text;
}

test("[ASVS 16.2.2, 16.2.4] a line begins with its time, in UTC, and says what", () => {
  expect(written("mails could not go")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z mails could not go\n$/);
});

test("[ASVS 16.4.1] nothing that somebody wrote comes into it by an error: its kind and its place are all it says", () => {
  const error = new TypeError("Noor wrote\n2026-01-01T00:00:00.000Z an admin signed in");
  const text = written("a change failed", error);
  expect(text).toMatch(/^\S+ a change failed: TypeError\n\s+at /);
  expect(text).not.toMatch(/Noor|an admin/);
  expect(written("a change failed", "Noor wrote this")).toMatch(/a change failed: unknown\n$/);
});
