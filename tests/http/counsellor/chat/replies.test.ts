import { beforeEach, expect, test } from "vitest";
import { chatDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { repliesOf, setReply } from "#src/replies/replies.ts";
import { shippedReplies } from "#src/replies/shipped.ts";
import { usesOf } from "#src/replies/use.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, htmx, type Person, staff } from "#tests/support/house/http.ts";

let line: House;
let anna: Person;
let id: number;
let path: string;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  anna = await staff(line, line.anna);
  id = await comesIn(line, "bonsoir", { language: "fr" });
  await give(line, id, line.anna);
  path = `/staff/conversation/${id}/replies`;
});

const names = (html: string) =>
  [...html.matchAll(/class="ready-row"[^>]*><b dir="auto">([^<]*)</g)].map(([, name]) => name);
const kept = () => chatDraft(line.helpline.db, { conversationId: id, staffId: line.anna.id });
const ofOthers = (html: string) => [...html.matchAll(/<li data-other=""/g)].length;

test("without scripts the replies in the young person’s language stand beside the chat, and are searched", async () => {
  const { text } = await anna.get(path);
  expect(names(text).slice(0, 2)).toEqual(["Bonjour", "J’écris lentement"]);
  expect(ofOthers(text)).toBe(0);
  expect(text).toContain("Salut, je suis Mika, de Chat");
  expect(names((await anna.get(`${path}?words=securite`)).text)).toEqual(["Es-tu en sécurité\u00a0?"]);
  // In other languages too, after those.
  expect(names((await anna.get(`${path}?words=greeting`)).text)).toEqual(["Greeting"]);
  expect((await anna.get(`${path}?words=%F0%9F%98%80xyzzy`)).text).toContain("No matching ready replies.");
});

test("for “are you a robot?” and its like there is an answer in the young person’s language, filled in", async () => {
  const found = async (words: string) => (await anna.get(`${path}?words=${words}`)).text;
  const french = (html: string) => names(html).filter((_, at) => at < names(html).length - ofOthers(html));
  expect(french(await found("robot"))[0]).toBe("Tu es un robot\u00a0?");
  expect(await found("robot")).toContain("Non, je suis Mika, une vraie personne.");
  expect(french(await found("insta"))).toEqual(["Je peux avoir ton insta\u00a0?"]);
  expect(french(await found("age"))[0]).toBe("Tu as quel âge\u00a0?");
  expect(french(await found("demain"))).toEqual(["Tu seras là demain\u00a0?"]);
});

test("a script gets all of them at once, with what it searches in", async () => {
  const { text, headers } = await anna.get(path, htmx);
  expect(headers.get("content-length")).not.toBeNull();
  expect(text.startsWith("<form")).toBe(true);
  expect(names(text)).toHaveLength(shippedReplies().size);
  expect(text).toContain('data-name=" bonjour"');
});

test("one that is taken without scripts stands behind what was written, to be changed and sent there", async () => {
  await act(line, line.anna, (tx) => keepDraft(tx, { conversationId: id, staffId: line.anna.id, text: "Bon" }));
  const before = messages(line.helpline.db, id).length;
  const answer = await anna.post(path, { reply: "thanks.fr" });
  expect([answer.status, answer.to]).toEqual([303, `/staff/conversation/${id}`]);
  expect(kept()).toBe("Bon\nMerci de m’avoir raconté ça. Il faut du courage pour écrire une chose pareille.");
  expect((await anna.get(`/staff/conversation/${id}`)).text).toContain("Merci de m’avoir raconté ça.");
  expect(messages(line.helpline.db, id)).toHaveLength(before);
});

test("what somebody takes comes first the next time, and a script writes no draft by it", async () => {
  expect((await anna.post(path, { reply: "silence.fr" }, htmx)).status).toBe(204);
  expect(kept()).toBe("");
  expect(usesOf(line.helpline.db, line.anna.id).get("silence.fr")).toBe(1);
  expect(names((await anna.get(path)).text)[0]).toBe("Toujours là\u00a0?");
});

test("one’s own stand among them, and those of a colleague do not, nor can they be taken", async () => {
  const values = { language: "fr", topic: "", name: "À moi", text: "Mes mots" } as const;
  const of = (who: typeof line.anna) => ({ member: who, ownerId: who.id, id: null, values, basedOn: 0 });
  await act(line, line.anna, (tx, emit) => setReply(tx, emit, of(line.anna)));
  const hers = { ...of(line.bela), values: { ...values, name: "À Luna" } };
  await act(line, line.bela, (tx, emit) => setReply(tx, emit, hers));
  const { text } = await anna.get(path);
  expect(names(text)).toContain("À moi");
  expect(text).not.toContain("À Luna");
  const [lunas] = repliesOf(line.helpline.db, line.bela.id);
  for (const reply of ["greeting.xx", "", lunas!.id]) {
    expect((await anna.post(path, { reply })).status).toBe(422);
  }
});
