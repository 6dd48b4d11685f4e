import { describe, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { tidy } from "#src/conversation/writing.ts";
import { openMemory } from "#src/db/files.ts";
import { doors } from "#src/http/app.tsx";
import { invite } from "#src/staff/invitation.ts";
import { fakeClock, house, open, password } from "../support/helpline.ts";
import { type Body, bodies, values } from "../support/hostile.ts";
import { act, cookieHeader, give, person, read, staff, typed, youth } from "../support/http.ts";
import { stored } from "../support/tables.ts";

const id = "ab".repeat(16);
const texts: Record<string, Record<string, string>> = {
  "/start": { client_id: id, line: "1", l: "en", rules: "1", text: "hello" },
  "/start-new": {},
  "/continue": {},
  "/send": { client_id: id, seen: "1", frame: "0", text: "hello" },
  "/check": { seen: "1" },
  "/seen": { seen: "1" },
  "/typing": {},
  "/feeling": { moment: "before", value: "5" },
  "/helped": { value: "yes" },
  "/end": { wipe: "1" },
  "/wipe": {},
  "/leave": {},
  "/staff/sign-in": { name: "anna", password },
  "/staff/sign-out": {},
  "/staff/welcome/:token": {
    name: "lena",
    real_name: "Lena Maes",
    alias: "Fox",
    language: "nl",
    password,
    helpline: "x",
  },
  "/staff/available": { availability: "away" },
  "/staff/claim": {},
  "/staff/conversation/:id/claim": {},
  "/staff/conversation/:id/send": { client_id: id, text: "hello" },
  "/staff/conversation/:id/draft": { text: "hello" },
  "/staff/conversation/:id/end": {},
  "/staff/conversation/:id/close": { open: "1" },
  "/admin/staff/invite": { roles: "counsellor" },
};
/** Doors after which the next request would meet another house. */
const once = /start-new|\/end$|wipe|leave|sign-out|close|\/start$|claim|welcome/;

async function arranged(path: string) {
  const clock = fakeClock(Date.now());
  const files = openMemory(clock.now());
  const line = await house({ clock, files });
  await open(line);
  const noor = await youth(line, "Noor’s words");
  if (path !== "/feeling") await give(line, noor.id, line.anna);
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  const asked = path.startsWith("/admin") ? line.aino : line.anna;
  const session = await staff(line, asked);
  const cookies = new Map([...(path === "/start" ? [] : noor.cookies), ...session.cookies]);
  const address = path.replace(":id", String(noor.id)).replace(":token", token);
  return { clock, files, line, noor, address, cookie: /welcome|sign-in/.test(path) ? "" : cookieHeader(cookies) };
}

const raw = /<script>alert|<img src=x|<hx-partial hx-target='body'|[^\P{Cc}\n\r\t]/u;

/** Every value in every field of an honest form, then every dishonest body. */
function inputs(form: Record<string, string>) {
  const fields = Object.keys(form).flatMap((name) =>
    values.map(([what, value]) => ({
      what: `${name}: ${what}`,
      text: name === "text" ? value : (form.text ?? null),
      body: new URLSearchParams({ ...form, [name]: value }).toString() as Body["body"],
      type: "application/x-www-form-urlencoded" as string | null,
    })),
  );
  const none = values.map(([what, value]) => ({
    what: `a field nobody asked for: ${what}`,
    text: null,
    body: new URLSearchParams({ ...form, extra: value, [value.slice(0, 100)]: "x" }).toString() as Body["body"],
    type: "application/x-www-form-urlencoded" as string | null,
  }));
  return [
    ...(fields.length > 0 ? fields : none),
    ...bodies(form).map(([what, { body, type }]) => ({ what, text: null, body, type })),
  ];
}

test("every form of the door table is here", () => {
  expect(Object.keys(texts).sort()).toEqual(
    doors
      .filter((one) => one.method === "POST")
      .map((one) => one.path)
      .sort(),
  );
  for (const form of Object.values(texts)) expect(inputs(form).length).toBeGreaterThan(30);
});

describe.each(Object.entries(texts))("POST %s", (path, form) => {
  test("acceptance 8: more than 30 hostile inputs end in a sentence, stored rightly or not at all", {
    timeout: 60_000,
  }, async () => {
    let at = await arranged(path);
    for (const { what, text, body, type } of inputs(form)) {
      if (once.test(path)) at = await arranged(path);
      at.clock.pass(11_000);
      const before = stored(at.files);
      const headers: Record<string, string> = { "Sec-Fetch-Site": "same-origin", Cookie: at.cookie };
      if (type !== null) headers["Content-Type"] = type;
      const answer = await read(await person(at.line).send(at.address, { method: "POST", headers, body }));
      const say = `${what} → ${answer.status}`;
      expect(at.line.reported, say).toEqual([]);
      expect([200, 204, 303, 403, 404, 409, 410, 413, 422, 429], say).toContain(answer.status);
      expect(answer.text, say).not.toMatch(raw);
      expect(answer.headers.get("set-cookie") ?? "", say).not.toContain("evil");
      if (answer.status >= 400) {
        expect(stored(at.files), say).toEqual(before);
        expect(answer.text.length, say).toBeGreaterThan(100);
        if (answer.status === 422 && text !== null && form.text) {
          const box = ["text", "kept-words", "unsent-words"].map((name) => typed(answer.text, name)).join("");
          expect(box, say).toBe(text.replace(/[^\P{Cc}\n\r\t]/gu, ""));
        }
      }
      for (const message of messages(at.line.helpline.db, at.noor.id)) {
        expect(message.text, say).toBe(tidy(message.text ?? "unreadable"));
        expect(message.text!.length, say).toBeLessThanOrEqual(4000);
      }
      const lengths = [before, stored(at.files)].map((tables) => [tables.staff!.length, tables.conversation!.length]);
      if (!/welcome|^\/start$/.test(path)) expect(lengths[1], say).toEqual(lengths[0]);
    }
  });
});
