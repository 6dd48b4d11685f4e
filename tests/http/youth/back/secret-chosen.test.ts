import { beforeEach, describe, expect, test } from "vitest";
import { moveTo } from "#src/conversation/return/return-code.ts";
import { newToken } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { gives, noorsSecret, sendsStart, withSecret } from "#tests/support/browser/secrets.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, heardSince, person, says, script, staff, typed, youth } from "#tests/support/house/http.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
});

const asked = () => says("youth.secret.ask");
const kept = () => line.files.keys.prepare("SELECT * FROM secret_word").all();
const written = /hidden words|answer of Anna|Mika/;

/** Noor has chosen a word, and talks with Anna. */
async function talking() {
  const noor = await withSecret(line);
  await give(line, noor.id, line.anna);
  await annaSays(line, noor.id, "the answer of Anna");
  return noor;
}

describe("choosing a secret word at the start", () => {
  test("is offered where nobody has to see it, with what it does and that nobody gives it back; it is no password to a browser", async () => {
    const door = (await person(line).get("/")).text;
    const part = /<details>.*?<\/details>/s.exec(door)![0];
    expect(part).toContain(`<summary>${says("youth.secret.shared")}</summary>`);
    for (const key of ["youth.secret.about", "youth.secret.warning", "youth.secret.choose"] as const) {
      expect(part).toContain(says(key));
    }
    const input = /<input id="secret"[^>]*>/.exec(part)![0];
    expect(input).toContain('autocomplete="off"');
    expect(input).not.toMatch(/required|password|minlength/);
  });

  test("who chooses none has none, and is never asked", async () => {
    const noor = await withSecret(line, { secret: "  " });
    expect(kept()).toEqual([]);
    clock.pass(2 * minute);
    expect((await noor.get("/")).text).not.toContain(asked());
    expect((await noor.post("/continue")).to).toBe("/");
    expect((await noor.get("/")).text).toContain("my hidden words");
  });

  test("what is too easy is refused beside its field, and nothing that was typed is lost", async () => {
    const noor = person(line);
    for (const [secret, key] of [
      ["abc", "short"],
      ["a b c", "short"],
      ["zzzzzz", "short"],
      ["x y".repeat(40), "long"],
    ] as const) {
      const { status, text } = await sendsStart(noor, { secret, danger: "yes" });
      const sentence = says(`youth.secret.${key}`, { least: 4, most: 60 });
      expect(status).toBe(422);
      expect(text).toContain(`<p id="secret-wrong" role="alert">${sentence}</p>`);
      expect(text).toMatch(/<input id="secret"[^>]*aria-invalid="true" aria-describedby="secret-wrong /);
      expect(text).toContain("<details open");
      expect(text).toContain(`name="secret" value="${secret}"`);
      expect(typed(text)).toBe("my hidden words");
      expect(text).toMatch(/name="danger"[^>]*checked/);
      expect(text).toMatch(/<p id="refused" role="alert"><\/p>/);
    }
    expect(line.helpline.db.all(q.selectFrom("conversation").selectAll())).toEqual([]);
    // A script sends the form as a browser does, which shows that page.
    const told = await sendsStart(noor, { secret: "abc" }, script);
    expect([told.status, told.headers.get("x-chat")]).toEqual([428, "1"]);
  });

  test("it goes along to the page in another language, and over a minute in which very many come", async () => {
    const noor = person(line);
    const form = { client_id: clientId(), l: "en", text: "my hidden words", secret: noorsSecret };
    const french = await noor.post("/start?l=fr", form);
    expect(french.text).toContain(`name="secret" value="${noorsSecret}"`);
    while (line.helpline.limiter.take("startUnproved", "all"));
    const busy = await noor.post("/start", form);
    expect(busy.status).toBe(428);
    expect(busy.text).toContain(`<input type="hidden" name="secret" value="${noorsSecret}"/>`);
  });

  test("the same form, sent twice with another word, changes no word", async () => {
    const noor = person(line);
    const form = { client_id: clientId(), text: "my hidden words", rules: "1" };
    await noor.post("/start", { ...form, secret: noorsSecret });
    const before = kept();
    await noor.post("/start", { ...form, secret: "another" });
    expect(kept()).toEqual(before);
  });
});

describe("in the chat", () => {
  test("a word is chosen and taken away again, by whoever types it", async () => {
    const noor = await youth(line, "my hidden words");
    expect((await noor.get("/")).text).toContain('href="/back#own-secret"');
    expect((await noor.get("/back")).text).toContain(says("youth.secret.choose"));
    const short = await noor.post("/back", { want: "secret", secret: "abc" });
    expect(short.status).toBe(422);
    expect(short.text).toContain(`<p id="secret-wrong" role="alert">${says("youth.secret.short", { least: 4 })}</p>`);
    expect(short.text).toContain('name="secret" value="abc"');
    const before = line.heard.length;
    expect((await noor.post("/back", { want: "secret", secret: noorsSecret })).to).toBe("/back#own-secret");
    expect(heardSince(line, before)).toEqual([]);
    expect((await noor.get("/back")).text).toContain(says("youth.secret.is_set"));
    const wrong = await noor.post("/back", { want: "secret", secret: "another" });
    expect(wrong.text).toContain(says("youth.secret.wrong"));
    expect(wrong.text).not.toContain('value="another"');
    clock.pass(2 * minute);
    expect((await noor.get("/")).text).not.toMatch(written);
    await gives(noor, noorsSecret);
    expect((await noor.post("/back", { want: "secret", secret: "moonstone" })).status).toBe(303);
    expect(kept()).toEqual([]);
    clock.pass(2 * minute);
    expect((await noor.post("/continue")).to).toBe("/");
  });

  test.each(["chosen", "taken away"])(
    "by nobody whose chat moves while the word is worked on: none is %s",
    async (what) => {
      const noor = what === "chosen" ? await youth(line) : await withSecret(line);
      const before = kept();
      const { limiter, db } = line.helpline;
      const take = limiter.take;
      limiter.take = (rate, whose) => {
        if (rate === "secret") {
          void db.change("youth", (tx) => moveTo(tx, { conversationId: noor.id, token: newToken() }));
        }
        return take(rate, whose);
      };
      expect((await noor.post("/back", { want: "secret", secret: noorsSecret })).status).toBe(422);
      expect(kept()).toEqual(before);
    },
  );

  test("neither is possible while it is asked, nor where there is no chat or it is over", async () => {
    const noor = await talking();
    clock.pass(2 * minute);
    for (const want of ["secret", "code", "agree"]) {
      const { status, text } = await noor.post("/back", { want, secret: noorsSecret });
      expect(status).toBe(422);
      expect(text).toContain(says("youth.secret.first"));
      expect(text).toContain(asked());
      expect(text).not.toContain(says("youth.code.get"));
    }
    expect(kept()).toHaveLength(1);
    expect((await person(line).post("/back", { want: "secret", secret: "riverbank" })).status).toBe(422);
    const sam = await youth(line);
    await give(line, sam.id, line.anna);
    await sam.post("/end");
    expect((await sam.post("/back", { want: "secret", secret: "riverbank" })).status).toBe(422);
    expect(kept()).toHaveLength(1);
  });

  test("no counsellor and no trail learns that there is one", async () => {
    const noor = await talking();
    clock.pass(2 * minute);
    await gives(noor, "wrong word");
    await gives(noor, noorsSecret);
    const pages = [`/staff/conversation/${noor.id}`, `/staff/conversation/${noor.id}/notes`, "/staff"];
    const anna = await staff(line, line.anna);
    for (const page of pages) expect((await anna.get(page)).text).not.toMatch(/secret|moon ?stone/i);
    const trail = line.helpline.db.all(q.selectFrom("audit").selectAll());
    expect(JSON.stringify(trail)).not.toMatch(/secret|moon ?stone/i);
  });
});
