import { expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { queueOfMember, topics } from "#src/live/topics.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaSays, comesIn, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, staff } from "#tests/support/house/http.ts";

// What a console weighs as it is served, bytes.
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

test("a console with 50 waiting and 4 chats is under 60 KB at first load", async () => {
  const { ids, anna } = await busyEvening();
  const path = `/staff/conversation/${ids[0]}?beside=${ids[1]}`;
  const asked = { headers: { "Accept-Encoding": "gzip, br" } };
  const weigh = async (address: string) => (await (await anna.send(address, asked)).arrayBuffer()).byteLength;
  const html = (await anna.get(path)).text;
  expect(html.match(/class="row[ "]/g)).toHaveLength(50 + 4);
  const files = [...html.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(([, file]) => file!);
  expect(files).toHaveLength(4);
  const weights = await Promise.all([path, ...files].map(weigh));
  expect(weights.reduce((sum, one) => sum + one, 0)).toBeLessThan(most.firstLoad);
});

/** What comes to the consoles of Anna while something happens, frame by frame, as it goes over the wire. */
async function framesOf(line: House, happens: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const listener = { send: (html: string) => heard.push(html) };
  const { db, hub } = line.helpline;
  const heardAt = [topics.staff(line.anna.id), topics.queue(queueOfMember(db, line.anna))];
  for (const topic of heardAt) hub.join(topic, listener);
  await happens();
  hub.leaveAll(listener);
  return heard;
}

/** What is in the way is under 2 KB as it is: sockets compress nothing, so that nobody reads words off the length of a frame. */
const light = (frames: string[]) => {
  for (const one of frames) expect(Buffer.byteLength(one), one.slice(0, 60)).toBeLessThan(most.update);
};

test("with 50 waiting, whatever happens to one of them is under 2 KB on the wire, uncompressed", async () => {
  const { line, ids } = await busyEvening();
  // The longest that a row gets: in danger, in words of many bytes, of one of several lines.
  await act(line, line.aino, (tx, emit) =>
    addLine(tx, emit, { ...lineValues(tx, 1), name: "A line with another name" }),
  );
  let mo = 0;
  const comes = async () => {
    mo = await comesIn(line, "Я не знаю, как сказать об этом дома, и боюсь, что никто мне не поверит. ".repeat(3), {
      urgent: true,
    });
  };
  const rowOf = (frames: string[]) => frames.filter((one) => one.includes(`id="waiting-${mo}"`)).length;
  const came = await framesOf(line, comes);
  expect(rowOf(came)).toBe(1);
  light(came);
  const said = await framesOf(line, () => youthSays(line, mo, "are you there?"));
  expect(rowOf(said)).toBe(1);
  light(said);
  const taken = await framesOf(line, () => give(line, mo, line.bela));
  expect(taken.join()).not.toContain(`id="waiting-${mo}"`);
  expect(taken.join()).toContain('id="queue"');
  light(taken);
  await comes();
  const left = await framesOf(line, () => youthEnds(line, mo));
  expect(left.join()).toContain('id="queue"');
  light(left);
  const own = await framesOf(line, () => youthSays(line, ids[0]!, "one more line"));
  expect(own.join()).toContain("one more line");
  light(own);
});

test("the end of a chat is under 2 KB too: its record comes when the page asks for it", async () => {
  const { line, ids, anna } = await busyEvening();
  const noor = ids[0]!;
  const frames = await framesOf(line, () => youthEnds(line, noor));
  light(frames);
  const told = frames.join();
  expect(told).toContain(`id="foot-${noor}"`);
  expect(told).not.toContain("checkbox");
  // What is fetched is the page that a link leads to where nothing is fetched.
  const [, address] = /class="foot comes">.*?<a href="([^"]+)"/.exec(told)!;
  const { text } = await anna.get(address!);
  for (const name of ["head", "typing", "back", "prompts", "foot", "record"]) {
    expect(text).toContain(`id="${name}-${noor}"`);
  }
});
