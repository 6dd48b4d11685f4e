import { expect, test } from "vitest";
import { linkOrigin, staffLink } from "#src/mail/links.ts";

const here = { host: "127.0.0.1", port: 3000 };
const known = { publicAddress: new URL("https://chat.example.org/"), ...here };
const unknown = { publicAddress: null, ...here };

test("links lead to the public address", () => {
  expect(linkOrigin(known)).toBe("https://chat.example.org");
  expect(staffLink(known, "/staff")).toBe("https://chat.example.org/staff");
});

test("while none is given, those for young people lead to this machine, and mails to the staff have none", () => {
  expect(linkOrigin(unknown)).toBe("http://localhost:3000");
  expect(staffLink(unknown, "/staff")).toBe(null);
});

test.each([
  ["0.0.0.0", "http://localhost:3000"],
  ["::", "http://localhost:3000"],
  ["192.168.1.5", "http://192.168.1.5:3000"],
  ["fd00::5", "http://[fd00::5]:3000"],
])("a server that listens on %s is found at %s", (host, origin) => {
  expect(linkOrigin({ ...unknown, host })).toBe(origin);
});
