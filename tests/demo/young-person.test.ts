import { afterEach, beforeEach, expect, test } from "vitest";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { openPace } from "#src/demo/pace.ts";
import type { Script } from "#src/demo/scripts/script.ts";
import { scripts } from "#src/demo/scripts/scripts.ts";
import { liveYoungPerson } from "#src/demo/young-person.ts";
import type { Event } from "#src/events.ts";
import { claim } from "#src/queue/claim.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";

let house: Server;
let over: AbortController;

beforeEach(async () => {
  house = await server();
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await house.stop();
});

/** Anna takes everybody at once and answers every message at once. */
function annaAnswers() {
  const { helpline, anna } = house;
  const answer = (conversationId: number) =>
    helpline.db.change(`staff:${anna.id}`, (tx, emit) =>
      writeAsCounsellor(tx, emit, { conversationId, staffId: anna.id, clientId: newClientId(), text: "I’m here" }),
    );
  const hear = (event: Event) => {
    if (event.type === "conversation.started") {
      const input = { conversationId: event.conversationId, member: anna };
      void helpline.db
        .change(`staff:${anna.id}`, (tx, emit) => claim(tx, emit, input))
        .then(() => answer(event.conversationId));
    }
    // Nobody reads an answer to the last words.
    if (event.type === "message.written" && event.author === "youth") {
      void answer(event.conversationId).catch(() => {});
    }
  };
  helpline.db.listen((events) => events.forEach(hear));
}

function play(script: Script, factor = 0.01) {
  return liveYoungPerson(house.origin, script, openPace(over.signal, factor));
}

function conversation() {
  return house.helpline.db.first(q.selectFrom("conversation").selectAll())!;
}

function said(): string[] {
  return messages(house.helpline.db, conversation().id)
    .filter((one) => one.author === "youth")
    .map((one) => one.text!);
}

const withEnd = (ends: Script["ends"]) => scripts.find((one) => one.ends === ends)!;

test("the door is closed: nothing is started", async () => {
  expect(await play(scripts[0]!)).toBe("closed");
  expect(conversation()).toBeUndefined();
});

test("a whole chat: typing first, all words in order, goodbye, both feelings, and whether it helped", async () => {
  await open(house);
  annaAnswers();
  const script = withEnd("goodbye");
  expect(await play(script)).toBe("over");
  expect(said()).toEqual(script.turns.flatMap((turn) => turn.say));
  const typed = house.heard.findIndex((event) => event.type === "typing" && event.by === "youth" && event.on);
  const second = house.heard.findIndex(
    (event) => event.type === "message.written" && event.author === "youth" && event.seq > 1,
  );
  expect(typed).toBeGreaterThan(-1);
  expect(typed).toBeLessThan(second);
  const [before] = script.feeling;
  expect(conversation()).toMatchObject({ end_reason: "ended_by_youth", language: "en", feeling_before: before });
  const felt = house.heard.filter((event) => event.type === "feeling.given").map((event) => event.moment);
  expect(felt).toEqual(["before", "after"]);
  const rows = house.helpline.db.all(q.selectFrom("contact").select(["feeling_after", "helped"]));
  expect(rows).toEqual([{ feeling_after: script.feeling[1], helped: script.helped }]);
});

test("somebody whose line breaks comes back to the same chat and says the rest", async () => {
  await open(house);
  annaAnswers();
  const script = scripts.find((one) => one.turns.some((turn) => turn.before === "away") && one.ends === "goodbye")!;
  expect(await play(script)).toBe("over");
  expect(said()).toEqual(script.turns.flatMap((turn) => turn.say));
  expect(house.helpline.db.all(q.selectFrom("conversation").select("id"))).toHaveLength(1);
});

test("leaving fast ends the chat as that, and nothing is rated", async () => {
  await open(house);
  annaAnswers();
  expect(await play(withEnd("leaves_fast"))).toBe("over");
  expect(conversation()).toMatchObject({ end_reason: "left_fast" });
});

test("nobody comes: after a long wait they leave the line", async () => {
  await open(house);
  const script = scripts[0]!;
  expect(await play(script, 0.001)).toBe("over");
  expect(conversation()).toMatchObject({ end_reason: "left_line", claimed_at: null });
});

test("a counsellor who says nothing is asked once, then they go", async () => {
  await open(house);
  const { helpline, anna } = house;
  helpline.db.listen(([event]) => {
    if (event?.type !== "conversation.started") return;
    const { conversationId } = event;
    const words = { conversationId, staffId: anna.id, clientId: newClientId(), text: "Hi" };
    void helpline.db.change(`staff:${anna.id}`, (tx, emit) => {
      claim(tx, emit, { conversationId, member: anna });
      writeAsCounsellor(tx, emit, words);
    });
  });
  const script = scripts[0]!;
  expect(await play(script, 0.002)).toBe("over");
  expect(said()).toEqual([...script.turns[0]!.say, ...script.turns[1]!.say, script.asks]);
  expect(conversation().end_reason).toBe("ended_by_youth");
});
