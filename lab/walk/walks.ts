import { listenOnBun } from "#src/listen-bun.ts";
import { evening, house, open } from "#tests/support/house/helpline.ts";
import {
  type Answer,
  clientId,
  cookieHeader,
  htmx,
  type Person,
  script,
  staff,
  youth,
} from "#tests/support/house/http.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";
import { evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import type { Trace, Walk } from "./trace.ts";

/** Walks five requests, each the second time: what is prepared at the first time is not part of the way. */
export async function walks(trace: Trace): Promise<Walk[]> {
  await walkOnce(trace);
  return walkOnce(trace);
}

/** Noor waits with her page open, Anna at her console: Anna takes her, both write, Noor’s page asks, Aino saves the hours. */
async function walkOnce(trace: Trace): Promise<Walk[]> {
  const line = await house({ clock: evening });
  // Without the jobs, which would walk in between.
  const listening = listenOnBun({ ...line.helpline, config: { ...line.helpline.config, port: 0 } });
  const at = { origin: `http://localhost:${listening.port}` };
  const connect = (who: Person, path: string) => socket(at.origin, path, cookieHeader(who.cookies));
  await open(line);
  const noor = await youth(line, "Noor’s first words", at);
  const [anna, aino] = [await staff(line, line.anna, at), await staff(line, line.aino, at)];
  const page = await connect(noor, "/live?after=1");
  const console = await connect(anna, "/staff/live");

  const take = async () => {
    done(await anna.post(`/staff/conversation/${noor.id}/claim`, {}, htmx));
    await Promise.all([comes(console, `id="chat-${noor.id}"`), comes(page, "Mika")]);
  };
  const write = async (text: string) => {
    done(await noor.post("/send", { client_id: clientId(), text }, script));
    await Promise.all([comes(console, text), comes(page, text)]);
  };
  const answer = async (text: string) => {
    done(await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text }, htmx));
    await Promise.all([comes(console, text), comes(page, text)]);
  };
  // It brings what was said meanwhile, as after a line was lost.
  const poll = async () => done(await noor.post("/updates", { after: "1", v: "0" }, script));
  const save = async (form: [string, string][]) => done(await aino.post("/admin/hours", form));
  const hours = async (monday: string) =>
    (await sheet(aino, "/admin/hours")).fill({ ...evenings, "week.0": monday }).fields();

  const claim = await trace.walk("claim", take);
  console.send(JSON.stringify({ type: "open", ids: [noor.id] }));
  await write("are you there?");
  await rested();
  const send = await trace.walk("send", () => write("I cannot sleep"));
  await answer("I am here");
  await rested();
  const answered = await trace.walk("answer", () => answer("Since when?"));
  await poll();
  const polled = await trace.walk("poll", poll);
  await save(await hours("16-22"));
  const form = await hours("17-22");
  const saved = await trace.walk("hours", () => save(form));

  for (const one of [page, console]) one.close();
  await listening.stop();
  line.helpline.db.close();
  if (line.reported.length > 0) throw new Error(line.reported.join("\n"));
  return [send, answered, polled, claim, saved];
}

/** A list rests after it was painted, and once more for what it owed (live/repaint.ts): after this it is part of the way again. */
const rested = () => Bun.sleep(2_200);

function done({ status, to, text }: Answer) {
  if (status !== 200 && status !== 204 && (status !== 303 || to === null))
    throw new Error(`It was answered with ${status}: ${text}`);
}

/** Rejects after ten seconds. */
async function comes({ text }: Socket, words: string) {
  for (let waited = 0; !text().includes(words); waited += 10) {
    if (waited > 10_000) throw new Error(`“${words}” did not come`);
    await Bun.sleep(10);
  }
}
