import { beforeEach, expect, test } from "vitest";
import { addKey } from "#src/staff/sign-in/passkeys.ts";
import { type House, house, password } from "#tests/support/house/helpline.ts";
import { act, field, type Person, person, says, staff, unescaped } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// What no browser ever sends; what one does is in tests/browser/staff/account/passkey.test.ts.

let line: House;
let anna: Person;

beforeEach(async () => {
  line = await house();
  anna = await staff(line, line.anna);
});

const asked = (text: string) => JSON.parse(unescaped(text.match(/data-key="([^"]*)"/)![1]!));
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const answer = (challenge: string, more: object = {}) =>
  JSON.stringify({
    id: "AAAA",
    rawId: "AAAA",
    type: "public-key",
    response: {
      clientDataJSON: base64url({ type: "webauthn.create", challenge, origin: "http://localhost" }),
      attestationObject: "oA",
      ...more,
    },
    clientExtensionResults: {},
  });
const hasKey = () =>
  act(line, line.anna, (tx, emit) =>
    addKey(tx, emit, {
      staffId: line.anna.id,
      key: { credential: "AAAA", publicKey: new Uint8Array([1, 2, 3]), counter: 0 },
      browser: "",
    }),
  );

test("[ASVS 6.7.2] each page asks with a challenge of its own, of 256 bits, for this site alone", async () => {
  const [one, two] = [
    asked((await anna.get("/staff/me/second")).text),
    asked((await anna.get("/staff/me/second")).text),
  ];
  expect(one.challenge).toMatch(/^[\w-]{43}$/);
  expect(one.challenge).not.toBe(two.challenge);
  expect(one.rp).toEqual({ id: "localhost", name: "Chat" });
  expect(one.attestation).toBe("none");
});

test.each<[string, (challenge: string) => string]>([
  ["nothing", () => ""],
  ["no JSON", () => "<b>"],
  ["JSON that is none of a browser", () => "[1]"],
  ["null", () => "null"],
  ["a challenge that nobody asked with", () => answer("x".repeat(43))],
  ["an empty attestation", (challenge) => answer(challenge)],
  ["a broken one", (challenge) => answer(challenge, { attestationObject: "####" })],
])("%s makes no key", async (_what, made) => {
  const { challenge } = asked((await anna.get("/staff/me/second")).text);
  const { status, text } = await anna.post("/staff/me/second/key", { new_key: made(challenge) });
  expect(status).toBe(422);
  expect(text).toContain(says("session.key.failed"));
  expect(rows(line.files, "staff_passkey")).toEqual([]);
  expect(line.reported).toEqual([]);
});

test("whoever has a key is asked for it; garbage in its place, or what was asked of another, lets nobody in", async () => {
  await hasKey();
  const guest = person(line);
  const first = await guest.post("/staff/sign-in", { name: "anna", password });
  const halfway = field(first.text, "halfway");
  const { challenge, allowCredentials } = asked(first.text);
  expect(allowCredentials).toMatchObject([{ id: "AAAA" }]);
  const made = asked((await anna.get("/staff/me/second")).text).challenge;
  const get = { authenticatorData: "AAAA", signature: "AAAA" };
  for (const key of ["x", "{}", answer(made, get), answer(challenge, get), answer(challenge, get)]) {
    const { status, set } = await guest.post("/staff/sign-in/code", { halfway, key, code: "" });
    expect([key, status, set]).toEqual([key, 422, []]);
  }
  expect(line.reported).toEqual([]);
});

test("a key of one person is nobody else’s, and is taken away by its owner alone", async () => {
  await hasKey();
  const bela = await staff(line, line.bela);
  await bela.post("/staff/me/second/key-off", { id: "1" });
  expect(rows(line.files, "staff_passkey")).toHaveLength(1);
  await expect(hasKey()).rejects.toMatchObject({ code: "taken" });
  for (const id of ["", "0", "-1", "1.5", "x"]) await anna.post("/staff/me/second/key-off", { id });
  expect(rows(line.files, "staff_passkey")).toHaveLength(1);
  await anna.post("/staff/me/second/key-off", { id: "1" });
  expect(rows(line.files, "staff_passkey")).toEqual([]);
});
