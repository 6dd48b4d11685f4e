import { beforeEach, describe, expect, test } from "vitest";
import { join, leave } from "#src/conversation/colleagues/join.ts";
import { stateOf } from "#src/conversation/conversation.ts";
import { writeNotice } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { override } from "#src/hours/rules/override.ts";
import { catalog, type Key } from "#src/i18n/i18n.ts";
import { noteDoor } from "#src/queue/door/doors.ts";
import { accept, offer } from "#src/queue/handover/hand-over.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { pause } from "#src/queue/line/pause.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { takes, talking, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, says, script, staff } from "#tests/support/house/http.ts";
import { type OnScreen, onScreen } from "./on-screen.ts";

// Every line that Porchlight writes by itself, and a screen that somebody else may read: none comes to it (SG6).

let home: House & { clock: FakeClock };
let screen: OnScreen;
let id: number;
let sent: string[];
beforeEach(async () => {
  const clock = fakeClock();
  home = { ...(await house({ clock, asShipped: true })), clock };
  await open(home);
  screen = await onScreen(home);
  ({ id, sent } = screen);
});

/** Lines that somebody says with a button: nothing automatic. */
const byHand = [
  ...["approach", "approach_agreed", "approach_declined", "later", "paused_by_youth", "rehearsal", "said_safe"],
  ...["taken_back", "where"],
].map((name) => `notice.${name}`);
const every = Object.keys(catalog("en")).filter((key) => key.startsWith("notice.")) as Key[];

test.each(every.filter((key) => key !== "notice.moved"))(
  "%s: kept from the screen while it is watched, unless somebody says it",
  async (key) => {
    const values = { alias: "Finch", colleague: "Heron" };
    const writes = () =>
      home.helpline.db.change("porchlight", (tx, emit) => {
        writeNotice(tx, emit, { conversationId: id, clientId: newClientId(), text: JSON.stringify({ key, values }) });
      });
    await screen.watches();
    sent.length = 0;
    const before = await screen.lines();
    await writes();
    const sentence = says(key, values);
    const goes = byHand.includes(key);
    expect(sent.join("").includes(sentence)).toBe(goes);
    const more = goes ? [sentence] : [];
    expect(await screen.lines()).toEqual(before.map((one) => [...one, ...more]));
    expect((await screen.noor.post("/updates", { after: "1", v: "" }, script)).text.includes(sentence)).toBe(goes);
    // It comes once the screen is hers alone again, once on each channel.
    sent.length = 0;
    await screen.watches(false);
    expect(sent.filter((html) => html.includes(sentence))).toHaveLength(goes ? 0 : 2);
    expect(await screen.lines()).toEqual(before.map((one) => [...one, sentence]));
  },
);

describe("what goes on meanwhile, and nothing of it on the screen", () => {
  const other = async () => {
    const sam = await talking(home);
    return act(home, home.anna, (tx, emit) =>
      declareEmergency(tx, emit, { conversationId: sam, staffId: home.anna.id }),
    );
  };
  const joins = () => act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: id, staffId: home.bela.id }));
  const hands = async () => {
    await screen.available(home.bela);
    const asked = { agreed: true } as const;
    await act(home, home.anna, (tx, emit) =>
      offer(tx, emit, {
        ...{ conversationId: id, staffId: home.anna.id, to: { staffId: home.bela.id } },
        ...{ summary: "at home", asked },
      }),
    );
    await act(home, home.bela, (tx, emit) => accept(tx, emit, { conversationId: id, staffId: home.bela.id }));
  };
  const closes = () =>
    act(home, home.bela, (tx, emit) => {
      override(tx, emit, { lineId: 1, kind: "closed", until: null, reason: "", staffId: home.bela.id });
      noteDoor(tx, emit, { lineId: 1 });
    });

  test.each<[string, Key | null, () => Promise<unknown>]>([
    ["she is silent for an hour", null, () => screen.passes(60)],
    [
      "Mika is silent for an hour",
      null,
      async () => {
        await youthSays(home, id, "wait");
        await screen.passes(60);
      },
    ],
    ["Mika is needed in the emergency of another", null, other],
    ["Luna joins", "notice.joined", joins],
    [
      "Luna goes again",
      "notice.left",
      async () => {
        await joins();
        await act(home, home.bela, (tx, emit) => leave(tx, emit, { conversationId: id, staffId: home.bela.id }));
      },
    ],
    [
      "Luna takes over",
      "notice.taken_over",
      () => act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: id, staffId: home.bela.id })),
    ],
    ["Mika hands over", "notice.handed_over", hands],
    [
      "Mika has to leave",
      "notice.given_back",
      async () => {
        await screen.available(home.bela);
        await screen.annaLeaves("left");
      },
    ],
    ["Mika has to leave, and nobody is there", "notice.given_back_alone", () => screen.annaLeaves("left")],
    [
      "Mika is lost",
      "notice.lost_counsellor",
      async () => {
        await screen.available(home.bela);
        await screen.annaLeaves("lost");
      },
    ],
    [
      "Luna takes her after that",
      "notice.claimed",
      async () => {
        await screen.available(home.bela);
        await screen.annaLeaves("lost");
        await takes(home, home.bela, id);
      },
    ],
    ["the line closes", null, closes],
    [
      "the line closes, and she waits again",
      "notice.given_back_alone",
      async () => {
        await screen.annaLeaves("left");
        await closes();
        await screen.passes(10);
      },
    ],
  ])("%s", async (_, key, happens) => {
    await screen.watches();
    const before = await screen.lines();
    sent.length = 0;
    await happens();
    const mine = (one: string[]) => one.filter((line) => line !== "wait");
    expect((await screen.lines()).map(mine)).toEqual(before);
    expect(screen.written()).not.toContain("notice.silence_soft");
    expect(screen.written()).not.toContain("notice.silence_line");
    expect(screen.written()).not.toContain("notice.needed");
    if (key) expect(screen.written()).toContain(key);
    // What the way out says, it says to whoever opens it: that is folded.
    const all = [...sent, await screen.page(), await screen.frame()].join("").replace(/<details>.*?<\/details>/gs, "");
    for (const said of [
      "youth.silence.title",
      "youth.paused.title",
      "youth.closing.leave",
      "youth.danger.alerted",
      "youth.danger.late",
      "youth.danger.what",
      "youth.danger.leave",
      "youth.feeling.before",
    ] as const) {
      expect(all).not.toContain(says(said));
    }
    expect(["talking", "waiting"]).toContain(stateOf(screen.now()));
    // Whoever has her then finds that it is so, and lifts it.
    expect(screen.now().watchedAfter).not.toBeNull();
    const { counsellorId } = screen.now();
    if (counsellorId === null) return;
    const who = [home.anna, home.bela].find((one) => one.id === counsellorId)!;
    const console_ = (await (await staff(home, who)).get(`/staff/conversation/${id}`)).text;
    expect(console_).toContain(says("staff.watched.mark"));
    expect(console_).toContain(`id="watched-prompts-${id}" name="watched" value="no"`);
    await screen.watches(false, who);
    if (key) expect((await screen.lines())[0]!.at(-1)).not.toBe(before[0]!.at(-1));
  });

  test("a pause that ends with her tap says nothing of it", async () => {
    screen = await onScreen(home, "");
    ({ id } = screen);
    await act(home, home.anna, (tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
    await screen.watches();
    const before = await screen.lines();
    await screen.noor.post("/here?say=here");
    expect([stateOf(screen.now()), screen.written().at(-1)]).toEqual(["talking", "notice.resumed"]);
    expect(await screen.lines()).toEqual(before);
  });
});
