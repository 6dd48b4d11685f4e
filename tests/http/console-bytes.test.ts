import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { topics } from "#src/realtime/sources.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaSays, comesIn, youthSays } from "../support/chats.ts";
import { house, open } from "../support/helpline.ts";
import { act, give, staff } from "../support/http.ts";

// What a console weighs as it is served, bytes: acceptance 6 of the console.
const most = { firstLoad: 60 * 1024, update: 2 * 1024 };

/** 50 people wait, and Anna has four chats of some length, two of them on her screen. */
async function busyEvening() {
  const line = await house();
  await open(line);
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
  const ids: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const id = await comesIn(line, `first words of chat ${n}, long enough to say what it is about`);
    await give(line, id, line.anna);
    for (let m = 0; m < 10; m += 1) {
      await youthSays(line, id, `${m}: and then they did it again, and nobody said a word, as if it was nothing`);
      await annaSays(line, id, `${m}: that must hurt, I am glad that you tell me about it, newest first`);
    }
    ids.push(id);
  }
  for (let n = 0; n < 50; n += 1) await comesIn(line, `person ${n} who waits writes a sentence of this length`);
  return { line, ids, anna: await staff(line, line.anna) };
}

test("acceptance 6: a console with 50 waiting and 4 chats is under 60 KB at first load", async () => {
  const { ids, anna } = await busyEvening();
  const path = `/staff/conversation/${ids[0]}?beside=${ids[1]}`;
  const asked = { headers: { "Accept-Encoding": "gzip, br" } };
  const weigh = async (address: string) => (await (await anna.send(address, asked)).arrayBuffer()).byteLength;
  const html = (await anna.get(path)).text;
  expect(html.match(/class="row[ "]/g)).toHaveLength(50 + 4);
  const files = [...html.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(([, file]) => file!);
  expect(files).toHaveLength(5);
  const weights = await Promise.all([path, ...files].map(weigh));
  expect(weights.reduce((sum, one) => sum + one, 0)).toBeLessThan(most.firstLoad);
});

test("acceptance 6: a message that comes is under 2 KB, compressed, and so is the top line", async () => {
  const { line, ids } = await busyEvening();
  const heard: string[] = [];
  line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => heard.push(html) });
  await comesIn(line, "the one who arrives");
  await youthSays(line, ids[0]!, "one more line");
  expect(heard.length).toBeGreaterThanOrEqual(2);
  for (const update of heard) expect(gzipSync(update).length).toBeLessThan(most.update);
});
