import { expect, test } from "vitest";
import { strangeContacts } from "#src/conversation/messages/contact-asking.ts";
import { contactDetailsIn } from "#src/conversation/messages/contact-details.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { house } from "#tests/support/house/helpline.ts";
import { harmless, risky } from "#tests/support/made/contact-corpus.ts";
import { growth, steep } from "#tests/support/run/growth.ts";

test("of a hundred harmless sentences in six languages nobody is asked about more than two", () => {
  expect(new Set(harmless).size).toBe(100);
  const asked = harmless.filter((one) => contactDetailsIn(one).length > 0);
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(2);
});

test("of a hundred sentences that give a way to be reached at least 98 are noticed", () => {
  expect(risky.length).toBe(100);
  const missed = risky.filter((one) => contactDetailsIn(one).length === 0);
  expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(2);
});

test.each([
  ["write to anna@example.org or 0470 12 34 56", ["email", "phone"]],
  ["https://t.me/annak", ["link"]],
  ["https://www.jongerenlijn.example/help", []],
  ["insta: anna_k, snap is annak99", ["handle", "handle"]],
  ["١٢٣ is a number too", []],
  ["jan at gmail.com, jan (at) telenet punt be, jan arroba correo punto es", ["email", "email", "email"]],
  ["That’s a long way at night. Good that he was with you.", []],
  ["He’s at home. Be careful, and look at this point in the plan.", []],
])("%s", (text, kinds) => {
  expect(contactDetailsIn(text).map(({ kind }) => kind)).toEqual(kinds);
});

test("takes no longer with a hostile text than with a usual one", () => {
  for (const piece of ["a", "1", "a@", "a.", "1 ", "insta: ", "a at ", "@a.", "x.com/", "+(0"]) {
    const grows = growth((length) => contactDetailsIn(piece.repeat(length / piece.length)), 2_000);
    expect([piece, grows < steep]).toEqual([piece, true]);
  }
});

test("what is another place’s, an emergency number or the helpline’s own is nobody’s secret", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  await place(db, "Night line", {
    channels: [
      plainChannel("phone", "+32 78 15 14 13"),
      plainChannel("email", "night@line.example.org"),
      plainChannel("web", "https://www.instagram.com/nightline/"),
    ],
  });
  await db.change("porchlight", (tx, emit) =>
    setSetting(tx, emit, { name: "closedNote", value: { en: "Call 0470 99 88 77" } }),
  );
  for (const text of [
    "Call 078 15 14 13",
    "NIGHT@line.example.org",
    "instagram.com/nightline",
    "Call 112",
    "0470 998877",
  ]) {
    expect([text, strangeContacts(db, text)]).toEqual([text, []]);
  }
  expect(strangeContacts(db, "078 15 14 14")).toMatchObject([{ kind: "phone" }]);
  expect(strangeContacts(db, "078 15 14 13 or 0470 12 34 56")).toMatchObject([{ text: "0470 12 34 56" }]);
});
