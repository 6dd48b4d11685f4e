import { minuteMs } from "#src/clock.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DemoAccount } from "#src/http/server/context.ts";
import { isOpen, openWire } from "./client.ts";
import { openEar } from "./listener.ts";
import { type Pace, thinkingMs, typingMs } from "./pace.ts";
import type { Script } from "./scripts/script.ts";

/** She leaves the others to the person trying the demo. */
const leftWaiting = 2;
const patienceMs = 3 * minuteMs;
const rowShows = 80;

/**
 * The first in line whom she knows by their first words, so real people are left to each other. She leaves the first English one to
 * the person trying the demo. Undefined while few wait.
 */
export function nextOf(page: string, scripts: Script[]): { id: string; script: Script } | undefined {
  const [, ...rows] = page.split('id="waiting-');
  if (rows.length <= leftWaiting) return undefined;
  const known = rows.flatMap((row) => {
    const [own = ""] = row.split("</li>");
    const script = scripts.find((one) => own.includes(one.turns[0]!.say[0]!.slice(0, rowShows)));
    return script ? [{ id: own.slice(0, own.indexOf('"')), script }] : [];
  });
  const left = known.find(({ script }) => script.language === "en");
  return known.find((one) => one !== left);
}

/** Signs a made-up counsellor in and makes her available. Resolves with her work, which throws DemoOver when the demo ends. */
export async function startColleague(origin: string, account: DemoAccount, scripts: Script[], pace: Pace) {
  const wire = openWire(origin, { "HX-Request": "true" });
  await wire.post("/staff/sign-in", { name: account.name, password: account.password });
  let heard = (_frame: string) => {};
  const connect = (): Promise<WebSocket> =>
    wire.live(
      "/staff/live",
      (frame) => heard(frame),
      () => void pace.pause(1_500).then(connect).then(keep).catch(rest),
    );
  let socket: WebSocket;
  const keep = (open: WebSocket) => {
    socket = open;
  };
  const rest = () => {};
  keep(await connect());
  await wire.post("/staff/available", { availability: "available" });

  async function work() {
    for (;;) {
      await pace.about(5_000);
      const next = nextOf(await (await wire.get("/staff")).text(), scripts);
      if (!next) continue;
      const taken = await wire.post(`/staff/conversation/${next.id}/claim`, {});
      if (taken.headers.get("location") !== `/staff/conversation/${next.id}`) continue;
      await talk(next.id, next.script);
      await pace.about(20_000);
    }
  }

  async function talk(id: string, script: Script) {
    const ear = openEar(pace);
    heard = (frame) => {
      for (const [, seq] of frame.matchAll(new RegExp(`id="m${id}-(\\d+)"[^>]*class="m youth"`, "g"))) {
        ear.words(Number(seq));
      }
    };
    for (const words of script.colleague) {
      await pace.about(thinkingMs(words.length));
      if (!(await say(id, words))) break;
      if ((await ear.next(patienceMs)) !== "words") break;
      // They may write more than one message, and answering in the middle would be rude.
      while ((await ear.next(8_000)) === "words");
    }
    heard = () => {};
    await wire.post(`/staff/conversation/${id}/end`, {});
    await pace.about(6_000);
    await wire.post(`/staff/conversation/${id}/close`, { asked: "yes" });
  }

  async function say(id: string, words: string): Promise<boolean> {
    for (let left = typingMs(words); left > 0; left -= 3_000) {
      if (isOpen(socket)) socket.send(JSON.stringify({ type: "typing", id: Number(id) }));
      await pace.about(Math.min(left, 3_000));
    }
    const answer = await wire.post(`/staff/conversation/${id}/send`, { client_id: newClientId(), text: words });
    return answer.ok;
  }

  return work;
}
