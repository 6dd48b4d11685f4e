import { minuteMs } from "#src/clock.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { isOpen, openWire } from "./client.ts";
import { openEar } from "./listener.ts";
import { type Pace, thinkingMs, typingMs } from "./pace.ts";
import type { Script } from "./scripts/script.ts";

/** How long they wait in line, for an answer before they ask, and after asking; all ms. */
const patience = { line: 8 * minuteMs, answer: 75_000, afterAsking: 3 * minuteMs };
/** Longer than a minute, so that the counsellor is told that someone else may be on the phone. */
const awayMs = 80_000;
const silenceMs = 70_000;

type Chat = NonNullable<Awaited<ReturnType<typeof openChat>>>;

/** Plays a made-up young person from the landing page to the end; "closed" if the door was. Throws DemoOver at the demo's end. */
export async function liveYoungPerson(origin: string, script: Script, pace: Pace): Promise<"closed" | "over"> {
  const chat = await openChat(origin, script, pace);
  if (!chat) return "closed";
  const [, ...answers] = script.turns;
  let news = await waitInLine(chat, script, pace);
  for (const turn of answers) {
    if (news !== "words") break;
    await pace.about(thinkingMs(60));
    if (turn.before === "silence") await pace.about(silenceMs);
    if (turn.before === "away") await chat.goAwayAndComeBack();
    for (const words of turn.say) await chat.say(words);
    if (turn !== answers.at(-1)) news = await waitForAnswer(chat, script);
  }
  if (news === "nothing") await chat.post("/end", {});
  else if (news === "words") await endAsWritten(chat, script, pace);
  await rate(chat, script, pace);
  chat.close();
  return "over";
}

async function waitInLine(chat: Chat, script: Script, pace: Pace) {
  await pace.about(5_000);
  const [before] = script.feeling;
  if (before !== null) await chat.post("/feeling", { moment: "before", value: String(before) });
  return chat.ear.next(patience.line);
}

async function waitForAnswer(chat: Chat, script: Script) {
  const news = await chat.ear.next(patience.answer);
  if (news !== "nothing") return news;
  await chat.say(script.asks);
  return chat.ear.next(patience.afterAsking);
}

async function endAsWritten(chat: Chat, script: Script, pace: Pace) {
  if (script.ends === "fades_out") {
    await chat.ear.next(patience.afterAsking);
    return;
  }
  await chat.ear.next(20_000);
  await pace.about(3_000);
  if (script.ends === "leaves_fast") await chat.post("/leave", {});
  else await chat.post("/end", {});
}

async function rate(chat: Chat, script: Script, pace: Pace) {
  if (script.ends !== "goodbye") return;
  const [, after] = script.feeling;
  await pace.about(4_000);
  if (script.helped !== null) await chat.post("/helped", { value: script.helped });
  await pace.about(2_000);
  if (after !== null) await chat.post("/feeling", { moment: "after", value: String(after) });
  await pace.about(2_000);
  await chat.post("/wipe", {});
}

async function openChat(origin: string, script: Script, pace: Pace) {
  const wire = openWire(origin, { "X-Chat": "1" });
  const ear = openEar(pace);
  let socket: WebSocket;
  let gone = false;

  const page = await (await wire.get(`/?l=${script.language}`)).text();
  const form = Object.fromEntries(
    [...page.matchAll(/name="(client_id|rules|line)" value="(\w+)"/g)].map((found) => [found[1]!, found[2]!]),
  );
  if (!form.client_id) return null;
  const [first, ...more] = script.turns[0]!.say;
  await pace.about(typingMs(first!) / 4);
  await wire.post("/start", { ...form, l: script.language, text: first! });
  await connect();

  async function connect() {
    socket = await wire.live(`/live?after=${ear.last()}&v=`, heard, () => {
      if (!gone) void pace.about(1_500).then(connect).catch(stay);
    });
  }

  function stay() {}

  function heard(frame: string) {
    if (frame.includes('id="over"')) return ear.over();
    for (const [, seq] of frame.matchAll(/data-seq="(\d+)"[^>]*class="m them"/g)) {
      ear.words(Number(seq));
      if (isOpen(socket)) socket.send(`s${seq}`);
    }
  }

  async function say(words: string) {
    for (let left = typingMs(words); left > 0; left -= 3_000) {
      if (isOpen(socket)) socket.send("t");
      await pace.about(Math.min(left, 3_000));
    }
    await wire.post("/send", { client_id: newClientId(), text: words });
  }

  async function goAwayAndComeBack() {
    close();
    await pace.pause(awayMs);
    gone = false;
    await wire.post("/continue", {});
    await connect();
  }

  function close() {
    gone = true;
    socket.close();
  }

  for (const words of more) await say(words);
  return { ear, say, goAwayAndComeBack, close, post: wire.post };
}
