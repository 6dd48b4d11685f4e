import { expect, test } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { mailboxOf, readAddress } from "#src/mail/address.ts";

test.each([
  [" noor@example.org\n", "noor@example.org"],
  ["Noor.El-A+chat@Example.ORG", "Noor.El-A+chat@example.org"],
  ["o'brien@sub.example.co", "o'brien@sub.example.co"],
  ["sam@köln.example", "sam@xn--kln-sna.example"],
  ["sam@пример.бел", "sam@xn--e1afmkfd.xn--90ais"],
  [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
])("%j is one address", (typed, address) => expect(readAddress(typed)).toBe(address));

test.each([
  ["", "mail.address.empty"],
  ["noor", "mail.address.wrong"],
  ["@example.org", "mail.address.wrong"],
  ["noor@", "mail.address.wrong"],
  ["noor@example.org, sam@example.org", "mail.address.many"],
  ["noor@example.org;sam@example.org", "mail.address.many"],
  ["noor@example.org sam@example.org", "mail.address.many"],
  ["noor@example.org\r\nBcc: sam@example.org", "mail.address.many"],
  ["noor\r\nBcc:x@example.org", "mail.address.wrong"],
  ["Noor <noor@example.org>", "mail.address.wrong"],
  ["<noor@example.org>", "mail.address.wrong"],
  ["friends:noor@example.org;", "mail.address.many"],
  ['"noor"@example.org', "mail.address.wrong"],
  ["noor(home)@example.org", "mail.address.wrong"],
  ["noor@example.org(home)", "mail.address.wrong"],
  ["no\u0000or@example.org", "mail.address.wrong"],
  ["nøør@example.org", "mail.address.letters"],
  ["noor\u200b@example.org", "mail.address.letters"],
  ["=?utf-8?q?noor?=@example.org", "mail.address.wrong"],
  [".noor@example.org", "mail.address.wrong"],
  ["no..or@example.org", "mail.address.wrong"],
  ["noor.@example.org", "mail.address.wrong"],
  ["noor@localhost", "mail.address.wrong"],
  ["noor@127.0.0.1", "mail.address.wrong"],
  ["noor@[127.0.0.1]", "mail.address.wrong"],
  ["noor@0x7f.1", "mail.address.wrong"],
  ["noor@-a.org", "mail.address.wrong"],
  ["noor@a..org", "mail.address.wrong"],
  ["noor@example.org:25", "mail.address.wrong"],
  ["noor@example.org/x", "mail.address.wrong"],
  ["noor@exa%6dple.org", "mail.address.wrong"],
  ["noor@example.org\u2028Bcc", "mail.address.wrong"],
  [`${"a".repeat(65)}@example.org`, "mail.address.long"],
  [`${"a".repeat(10_000)}@example.org`, "mail.address.long"],
  [`noor@${"ä".repeat(60)}.${"ä".repeat(60)}.${"ä".repeat(60)}.org`, "mail.address.wrong"],
])("%j is refused with a sentence of its own", (typed, key) => {
  const refusal = new HelplineError("bad_input", key as never, {}, "address");
  expect(() => readAddress(typed)).toThrow(expect.objectContaining({ ...refusal }));
});

test.each([
  ["Noor.K@Example.org", "noor.k@example.org"],
  ["noor+1@example.org", "noor@example.org"],
  ["Noor.K+a+b@GMAIL.com", "noork@gmail.com"],
  ["n.o.o.r.k@googlemail.com", "noork@gmail.com"],
  ["+noor@example.org", "+noor@example.org"],
])("%j leads to the mailbox %j", (address, mailbox) => expect(mailboxOf(address)).toBe(mailbox));
