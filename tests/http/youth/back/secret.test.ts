import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { rates } from "#src/http/limits/limits.ts";
import { end } from "#src/queue/end/ending.ts";
import { gives, noorsSecret, sendsStart, withSecret } from "#tests/support/browser/secrets.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, heardSince, person, says, script, typed, unescaped } from "#tests/support/house/http.ts";
import { argon2Work } from "#tests/support/run/argon2-work.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
});

const asked = () => says("youth.secret.ask");
const written = /hidden words|answer of Anna|Mika/;

/** Noor has chosen a word, and talks with Anna. */
async function talking() {
  const noor = await withSecret(line);
  await give(line, noor.id, line.anna);
  await annaSays(line, noor.id, "the answer of Anna");
  return noor;
}

describe("after a minute away", () => {
  test("the word is asked, and nothing that was written is in the bytes until it is given, however it is typed", async () => {
    const noor = await talking();
    clock.pass(minute - 1);
    expect((await noor.get("/")).text).toContain("my hidden words");
    clock.pass(minute);
    const page = await noor.get("/");
    expect(page.status).toBe(200);
    expect(page.text).toContain(asked());
    expect(page.text).toContain(says("youth.secret.forgotten"));
    expect(page.text).not.toMatch(written);
    const before = line.heard.length;
    for (const wrong of ["", "moonstones", "moon-stone", "hidden words"]) {
      const { status, text } = await gives(noor, wrong);
      expect(status).toBe(422);
      expect(text).toContain(says(wrong === "" ? "youth.secret.empty" : "youth.secret.wrong"));
      expect(text).not.toMatch(written);
    }
    expect(heardSince(line, before)).toEqual([]);
    expect((await gives(noor, " MOONstone ")).to).toBe("/");
    expect(heardSince(line, before)).toContain("conversation.returned");
    expect((await noor.get("/")).text).toContain("the answer of Anna");
  });

  test("who has the page open is not asked, however long they write", async () => {
    const noor = await talking();
    const log = await noor.send("/log");
    clock.pass(30 * minute);
    expect((await noor.get("/")).text).toContain("my hidden words");
    await log.body!.cancel();
    clock.pass(minute);
    expect((await noor.get("/")).text).not.toMatch(written);
  });

  test("neither a restart nor the form of the start leads past it", async () => {
    const noor = person(line);
    const form = { client_id: clientId(), rules: "1", text: "my hidden words", secret: noorsSecret };
    await noor.post("/start", form);
    clock.pass(2 * minute);
    const again = await house({ clock, files: line.files });
    for (const headers of [{}, script]) {
      const someone = { ...person(again), cookies: new Map() };
      for (const text of ["my hidden words", "other words"]) await someone.post("/start", { ...form, text }, headers);
    }
    const someone = person(again);
    const answer = await someone.post("/start", { ...form, text: "whatever" });
    expect(answer.text).toContain(asked());
    expect((await someone.get("/")).text).not.toMatch(written);
    expect((await gives(someone, noorsSecret)).to).toBe("/");
    expect((await someone.get("/")).text).toContain("my hidden words");
  });

  test("what was typed before it was asked comes back with it, and is not seen without", async () => {
    const noor = await talking();
    clock.pass(2 * minute);
    const refused = await noor.post("/send", { client_id: clientId(), text: "I wrote\nfor long" });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(asked());
    const hidden = /<input type="hidden" id="kept-words" form="again" name="text" value="([^"]*)"/.exec(refused.text)!;
    expect(unescaped(hidden[1]!)).toBe("I wrote\nfor long");
    const wrong = await gives(noor, "whatever", { text: "I wrote\nfor long" });
    expect(wrong.text).toContain(hidden[0]);
    const right = await gives(noor, noorsSecret, { text: "I wrote\nfor long" });
    // Led there: whoever loads the page again does not give the word again.
    expect(right.status).toBe(303);
    const chat = (await noor.get(right.to!)).text;
    expect(typed(chat)).toBe("I wrote\nfor long");
    expect(chat).toContain("the answer of Anna");
    expect(typed((await noor.get(right.to!)).text)).toBe("");
    clock.pass(2 * minute);
    const noors = await gives(noor, noorsSecret, { text: "for her box alone" });
    expect(typed((await (await withSecret(line)).get(noors.to!)).text)).toBe("");
    // Beside the chat, a place is what is typed; in the frame without scripts it can be copied.
    clock.pass(2 * minute);
    expect((await noor.post("/where", { client_id: clientId(), place: "the old mill" })).text).toContain(
      'value="the old mill"',
    );
    const framed = await noor.post("/send", { client_id: clientId(), text: "in a frame", frame: "1" });
    expect(framed.status).toBe(403);
    expect(framed.text).toContain(says("youth.secret.first"));
    expect(typed(framed.text, "kept-words")).toBe("in a frame");
  });

  test("a script hears that there is nothing to hear, and asks for the page", async () => {
    const noor = await talking();
    clock.pass(2 * minute);
    for (const path of ["/updates", "/send", "/typing", "/check"]) {
      expect((await noor.post(path, { client_id: clientId(), text: "x", after: "0" }, script)).status).toBe(410);
    }
    const started = await sendsStart(person(line), {}, script);
    expect(started.status).toBe(204);
    const again = { client_id: clientId(), text: "more words" };
    expect((await noor.post("/start", again, script)).status).toBe(428);
    expect((await noor.post("/start", again)).text).toContain('value="more words"');
    expect((await noor.get("/", script)).text).toContain(asked());
  });
});

describe("whoever forgot it", () => {
  test("starts a new chat, ends this one, or deletes it, without it", async () => {
    for (const [path, form] of [
      ["/start-new", {}],
      ["/end", { wipe: "1" }],
      ["/wipe", {}],
      ["/clear", { sure: "yes" }],
    ] as const) {
      const noor = await talking();
      clock.pass(2 * minute);
      const page = (await noor.get("/")).text;
      if (path !== "/wipe") expect(page).toContain(`action="${path}"`);
      const before = line.heard.length;
      expect((await noor.post(path, form)).text).not.toMatch(written);
      expect(heardSince(line, before)).toContain("conversation.ended");
      expect(noor.cookies.size).toBe(0);
    }
  });

  test("says without it that something was wrong", async () => {
    const noor = await talking();
    clock.pass(2 * minute);
    expect((await noor.post("/help", { text: "he asked where I live" })).to).toBe("/help?said=1#wrong");
    expect(line.helpline.db.all(q.selectFrom("concern").selectAll())).toHaveLength(1);
    expect((await noor.get("/")).text).not.toMatch(written);
  });
});

describe("after the end", () => {
  const endsIt = (id: number) =>
    act(line, line.anna, (tx, emit) =>
      end(tx, emit, { conversationId: id, reason: "ended_by_counsellor", staffId: line.anna.id }),
    );

  test("the last words show only with it, and what is asked is answered without", async () => {
    const noor = await talking();
    await endsIt(noor.id);
    expect((await noor.get("/")).text).toContain("the answer of Anna");
    clock.pass(2 * minute);
    expect((await noor.post("/helped", { value: "yes" })).to).toBe("/");
    expect((await noor.post("/feeling", { moment: "after", value: "7" }, script)).status).toBe(200);
    expect((await noor.post("/thanks", { text: "thank you" })).to).toBe("/");
    const page = (await noor.get("/")).text;
    expect(page).not.toMatch(written);
    expect(page).toContain(says("youth.secret.last"));
    const [contact] = line.helpline.db.all(q.selectFrom("contact").select(["helped", "feeling_after"]));
    expect(contact).toEqual({ helped: "yes", feeling_after: 7 });
    expect((await gives(noor, noorsSecret)).to).toBe("/");
    expect((await noor.get("/")).text).toContain("the answer of Anna");
  });

  test("there is nothing to ask for where nothing would show", async () => {
    const noor = await withSecret(line);
    await give(line, noor.id, line.anna);
    await noor.post("/end");
    clock.pass(2 * minute);
    expect((await noor.get("/")).text).not.toContain(says("youth.secret.last"));
  });
});

describe("guessing", () => {
  test("has fifteen tries in the first hour and ten in each that follows; nobody is shut out for good, and no other chat", async () => {
    const [noor, sam] = [await withSecret(line), await withSecret(line, { secret: "riverbank" })];
    clock.pass(2 * minute);
    const tries = async () => {
      let taken = 0;
      for (let n = 0; n < 60; n += 1) {
        if ((await gives(noor, "guess it")).status === 422) taken += 1;
        clock.pass(minute);
      }
      return taken;
    };
    expect(rates.secret).toEqual({ burst: 5, perMinute: 10 / 60 });
    expect(await tries()).toBeLessThanOrEqual(15);
    const late = await gives(noor, "guess it");
    while ((await gives(noor, "guess it")).status === 422);
    expect([422, 429]).toContain(late.status);
    const refused = await gives(noor, noorsSecret);
    expect(refused.status).toBe(429);
    expect(refused.text).toContain(says("youth.secret.wait", { minutes: 6 }));
    expect(refused.text).not.toMatch(written);
    expect((await gives(sam, "riverbank")).to).toBe("/");
    clock.pass(6 * minute);
    expect((await gives(noor, noorsSecret)).to).toBe("/");
  }, 60_000);

  test("takes as much work for a wrong word as for a chat that has none", async () => {
    const { secrets } = line.helpline.db.keyring;
    const noor = await withSecret(line);
    // The first try of all makes what is held against a chat that has none.
    await secrets.opens(999, "x");
    const right = await argon2Work(() => secrets.opens(noor.id, "moonstone"));
    expect(right.result).toBe(true);
    expect(right.work).toHaveLength(1);
    for (const id of [noor.id, 999]) {
      expect(await argon2Work(() => secrets.opens(id, "x"))).toEqual({ result: false, work: right.work });
    }
  });
});
