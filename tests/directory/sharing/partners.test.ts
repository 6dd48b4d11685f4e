import { beforeEach, describe, expect, test } from "vitest";
import { openPlaces } from "#src/directory/search/for-youth.ts";
import { anything } from "#src/directory/search/search.ts";
import { partnerCard, partners, partnersFitting, worthOf } from "#src/directory/sharing/partners.ts";
import { changeSource } from "#src/directory/sharing/sources.ts";
import { liftOverride, override } from "#src/hours/rules/override.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import { setSetting } from "#src/settings/settings.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, clientId, look, person } from "#tests/support/house/http.ts";
import { lampLine, lampSays, type Partnered, partnered } from "#tests/support/made/partner.ts";

const minute = 60_000;
let at: Partnered;
beforeEach(async () => {
  at = await partnered();
});

test("a helpline that is open is shown by the name we gave it, with its chat and until when", async () => {
  await at.poll();
  expect(at.cards()).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: "Lamp line",
      organization: "",
      summary: "",
      alert: "",
      ageFrom: 10,
      ageTo: 25,
      free: null,
      anonymous: null,
      languages: ["en", "fr"],
      ways: [
        {
          kind: "chat",
          value: "https://chat.lamp.example/?line=1",
          link: "https://chat.lamp.example/?line=1",
          description: "",
          free: null,
        },
      ],
      hoursNote: "",
      hasHours: true,
      emergency: false,
      verifiedOn: null,
      openness: { state: "open", until: Date.UTC(2026, 10, 24, 21), next: null, zone: "Europe/Brussels" },
      at: at.clock.now(),
    },
  ]);
});

test("of several lines each has its name, and only those are shown where somebody gets a place", async () => {
  const shut = { state: "full", accepts_new: false };
  at.answers(
    lampSays(lampLine(), lampLine({ id: 2, name: "Night", ...shut }), lampLine({ id: 3, name: "Kids", age_to: 12 })),
  );
  await at.poll();
  expect(at.cards().map(({ name }) => name)).toEqual(["Lamp line – Main line", "Lamp line – Kids"]);
});

test("it is asked every five minutes with what it said last, less when it is silent, and at once again", async () => {
  const waits = async () => {
    await at.poll();
    return (at.source().nextPollAt - at.clock.now()) / minute;
  };
  expect(await waits()).toBe(5);
  at.there = { status: 304, text: "", etag: null };
  expect(await waits()).toBe(5);
  expect(at.asked).toEqual([null, '"7"']);
  at.there = new OutgoingError("refused");
  expect([await waits(), await waits(), await waits(), await waits(), await waits()]).toEqual([5, 10, 20, 40, 60]);
  expect(at.source().lastError).toBe("refused");
  at.answers(lampSays());
  expect(await waits()).toBe(5);
  expect(at.source()).toMatchObject({ failCount: 0, lastError: null });
});

test("what it said holds for a while when it is silent: marked after 30 minutes, gone after two hours", async () => {
  at.answers(lampSays(lampLine({ until: null })));
  await at.poll();
  at.there = new OutgoingError("too_slow");
  const worth = () => worthOf(partners(at.db())[0]!, at.clock.now());
  at.clock.pass(29 * minute);
  await at.poll();
  expect([worth(), at.cards().length]).toEqual(["fresh", 1]);
  at.clock.pass(minute);
  expect([worth(), at.cards().length]).toEqual(["stale", 1]);
  at.clock.pass(90 * minute);
  expect([worth(), at.cards().length]).toEqual(["dropped", 0]);
});

test("nothing is true of it for longer than it said: an opening ends, and of what was to begin nobody knows", async () => {
  at.answers(lampSays(lampLine({ until: "2026-11-24T19:10:00+01:00" })));
  await at.poll();
  at.clock.pass(9 * minute);
  expect(at.cards()).toHaveLength(1);
  at.clock.pass(minute);
  expect(at.cards()).toHaveLength(0);
  at.answers(
    lampSays(lampLine({ state: "closed", accepts_new: false, until: null, next_opening: "2026-11-24T19:30:00+01:00" })),
  );
  await at.poll();
  const [card] = partnersFitting(at.db(), anything, "en", at.clock.now());
  expect(card).toBeUndefined();
  at.clock.pass(25 * minute);
  expect(at.cards()).toEqual([]);
});

test("one that is paused is neither asked nor shown", async () => {
  await at.poll();
  const values = { ...at.source(), enabled: false };
  await at.db().change("command line", (tx, emit) => changeSource(tx, emit, { id: at.source().id, values }));
  expect(at.cards()).toEqual([]);
});

describe("what young people see", () => {
  test("where our own line is closed, another that is open, by a page in between", async () => {
    await at.poll();
    const noor = person(at.home);
    const door = await noor.get("/");
    expect(door.text).toContain("Lamp line");
    const [card] = at.cards();
    const out = await look(noor, { see: `${card!.id}/0` });
    expect(out.text).toContain('href="https://chat.lamp.example/?line=1"');
    expect(out.text).toContain("chat.lamp.example");
    const whole = await noor.get(`/other/${card!.id}`);
    expect([whole.status, whole.text.includes("Lamp line")]).toEqual([200, true]);
    expect((await noor.get("/other")).text).toContain("Lamp line");
    expect(partnerCard(at.db(), card!.id, at.clock.now())!.name).toBe("Lamp line");
    at.clock.pass(120 * minute);
    expect((await look(noor, { see: `${card!.id}/0` })).status).toBe(404);
  });

  test("it is there whenever our own door lets nobody in, and beside the line, with its ages and languages", async () => {
    await at.poll();
    const shown = async (noor = person(at.home)) =>
      /Lamp line.*?<\/article>/s.exec((await noor.get("/")).text)?.[0] ?? "";
    const says = "Ages 10–25 · English, French";
    expect(await shown()).toContain(says);
    await open(at.home);
    const { bela } = at.home;
    const line = { lineId: 1, until: null, reason: "", staffId: bela.id };
    for (const kind of ["closed", "paused"] as const) {
      await act(at.home, bela, (tx, emit) => override(tx, emit, { ...line, kind }));
      expect([kind, await shown()]).toEqual([kind, expect.stringContaining(says)]);
    }
    await act(at.home, bela, (tx, emit) => liftOverride(tx, emit, { lineId: 1 }));
    await act(at.home, bela, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
    const sam = person(at.home);
    await sam.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "hello" });
    expect(await shown(sam)).toContain(says);
    expect(await shown()).toContain(says);
  });

  test("nothing of it while our own is open", async () => {
    await at.poll();
    await open(at.home);
    expect((await person(at.home).get("/")).text).not.toContain("Lamp line");
  });

  test("it stands before places where one must call, in the language of whoever looks", async () => {
    await place(at.db(), "Night phone", { calendar: daily(0, 1440), languages: ["nl"], verifiedOn: "2026-11-01" });
    await place(at.db(), "Ring now", {
      calendar: daily(0, 1440),
      languages: ["nl"],
      emergency: true,
      verifiedOn: "2026-11-01",
    });
    await at.poll();
    const names = (language: string) => openPlaces(at.db(), language, at.clock.now()).map(({ name }) => name);
    expect(names("en")).toEqual(["Ring now", "Lamp line", "Night phone"]);
    expect(names("nl")).toEqual(["Ring now", "Night phone", "Lamp line"]);
  });

  test("it fits an age and a language, and no words", async () => {
    await at.poll();
    const fits = (more: object) => partnersFitting(at.db(), { ...anything, ...more }, "en", at.clock.now()).length;
    expect([
      fits({}),
      fits({ age: 13 }),
      fits({ age: 40 }),
      fits({ languages: ["fr"] }),
      fits({ languages: ["hu"] }),
    ]).toEqual([1, 1, 0, 1, 0]);
    expect([
      fits({ words: "lamp" }),
      fits({ channels: ["phone"] }),
      fits({ channels: ["chat"] }),
      fits({ free: true }),
    ]).toEqual([0, 0, 1, 0]);
  });
});
