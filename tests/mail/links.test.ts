import { expect, test } from "vitest";
import { linkOrigin, staffLink } from "#src/mail/links.ts";

const known = { publicAddress: new URL("https://chat.example.org/"), port: 3000 };
const unknown = { publicAddress: null, port: 3000 };

test("links lead to the public address", () => {
  expect(linkOrigin(known)).toBe("https://chat.example.org");
  expect(staffLink(known, "/staff")).toBe("https://chat.example.org/staff");
});

test("while none is given, those for young people lead to this machine, and mails to the staff have none", () => {
  expect(linkOrigin(unknown)).toBe("http://localhost:3000");
  expect(staffLink(unknown, "/staff")).toBe(null);
});
