import { afterEach, beforeEach, expect, test } from "vitest";
import { join, leave, readAlong } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { accept, offer } from "#src/queue/handover/hand-over.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { availabilityOf, type StaffMember } from "#src/staff/staff.ts";
import { youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

// What the sockets of colleagues bring of a conversation of Anna, and that it stops at once when their rights end.

let line: Server;
let noor: Person & { id: number };
let anna: Socket;
let bela: Socket;
let young: Socket;

beforeEach(async () => {
  line = await server({ clock: evening });
  await open(line);
  await open(line, line.bela);
  noor = await youth(line, "the first words", line);
  await give(line, noor.id, line.anna);
  const console = async (who: StaffMember) => {
    const { cookies } = await staff(line, who, line);
    return socket(line.origin, `/staff/live?open=${noor.id}`, cookieHeader(cookies));
  };
  [anna, bela] = [await console(line.anna), await console(line.bela)];
  young = await socket(line.origin, "/live?after=0", cookieHeader(noor.cookies));
  for (const one of [anna, bela, young]) await expect.poll(() => one.got.length).toBeGreaterThan(0);
});
afterEach(async () => {
  expect(line.reported).toEqual([]);
  await line.stop();
});

type Verb = typeof join;
const does = (who: StaffMember, verb: Verb) =>
  act(line, who, (tx, emit) => verb(tx, emit, { conversationId: noor.id, staffId: who.id }));
const says = (text: string) => youthSays(line, noor.id, text);
/** Says it, and waits until Anna or whoever has it now has it: by then everybody has what they get. */
async function saysTo(who: Socket, text: string) {
  await says(text);
  await expect.poll(() => who.text()).toContain(text);
}
const setRoles = (who: StaffMember, roles: ("counsellor" | "supervisor" | "admin")[]) =>
  act(line, line.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: who.id, values: { ...account(line.helpline.db, who.id)!.values, roles } }),
  );

test("a console that opens again twenty minutes after Anna was counted out says away of her, not gone", async () => {
  const { db } = line.helpline;
  await act(line, line.anna, (tx, emit) => {
    setAvailability(tx, emit, { staffId: line.anna.id, availability: "gone" });
    tx.run(
      q
        .updateTable("presence_log")
        .set({ at: tx.at - 20 * 60_000 })
        .where("availability", "=", "gone"),
    );
  });
  const { cookies } = await staff(line, line.anna, line);
  await socket(line.origin, "/staff/live", cookieHeader(cookies));
  await expect.poll(() => availabilityOf(db, line.anna.id)).toBe("away");
});

test("from outside a supervisor’s socket brings no word", async () => {
  await saysTo(anna, "only for Mika");
  expect(bela.text()).not.toMatch(/first words|only for Mika/);
});

test("whoever reads along gets each word from then on, and no more once they go", async () => {
  await does(line.bela, readAlong);
  await saysTo(bela, "for both");
  await expect.poll(() => anna.text()).toContain("Luna is reading along");
  await does(line.bela, leave);
  await saysTo(anna, "only for Mika");
  expect(bela.text()).not.toContain("only for Mika");
  expect(young.text()).not.toContain("Luna");
});

test("a colleague who only reads along is never shown typing", async () => {
  await does(line.bela, readAlong);
  await saysTo(bela, "for both");
  const got = bela.got.length;
  bela.send(JSON.stringify({ type: "typing", id: noor.id }));
  bela.send(JSON.stringify({ type: "lists" }));
  await expect.poll(() => bela.got.length).toBeGreaterThan(got);
  await saysTo(young, "and now?");
  expect(line.heard.filter(({ type }) => type === "typing")).toEqual([]);
  expect(young.text()).not.toContain("is typing");
});

test("[ASVS 8.3.2] a role change bites on the next frame: the words go from the screen, none comes, and nothing they send counts", async () => {
  await does(line.bela, join);
  await saysTo(bela, "for both");
  bela.send(JSON.stringify({ type: "typing", id: noor.id }));
  await expect.poll(() => young.text()).toContain("Luna is writing");
  await setRoles(line.bela, ["admin"]);
  await expect.poll(() => bela.text()).toContain("This chat is no longer with you.");
  const [got, sent] = [bela.got.length, young.got.length];
  const heard = line.heard.length;
  bela.send(JSON.stringify({ type: "typing", id: noor.id }));
  bela.send(JSON.stringify({ type: "seen", id: noor.id, seq: 3 }));
  bela.send(JSON.stringify({ type: "open", ids: [noor.id] }));
  await saysTo(anna, "only for Mika");
  await expect.poll(() => bela.got.length).toBeGreaterThan(got);
  expect(bela.got.slice(got).join("")).not.toMatch(/only for Mika|first words|for both/);
  expect(young.got.slice(sent).join("")).not.toContain("Luna is writing");
  expect(line.heard.slice(heard).filter(({ type }) => type === "typing" || type === "message.seen")).toEqual([]);
  // And the counsellor sees that they are gone.
  expect(anna.got.at(-1)).not.toContain("Luna has joined");
});

test("given the role again, they read on only as everybody sees it", async () => {
  await does(line.bela, readAlong);
  await setRoles(line.bela, ["counsellor"]);
  await saysTo(anna, "between the two");
  expect(bela.text()).not.toContain("between the two");
  await setRoles(line.bela, ["counsellor", "supervisor"]);
  await saysTo(bela, "read again");
  await expect.poll(() => anna.got.at(-1) + anna.text()).toContain("Luna is reading along");
});

test("taken over: the one before gets no word more, whoever took it gets all", async () => {
  await does(line.bela, takeOver);
  await expect.poll(() => anna.text()).toContain("Luna is with them.");
  await saysTo(bela, "only for Luna");
  expect(anna.text()).not.toContain("only for Luna");
  await expect.poll(() => young.text()).toContain("Luna is taking over from Mika");
});

test("an offer comes to whom it is made and to nobody else; accepted, the words follow", async () => {
  const { cookies } = await staff(line, line.aino, line);
  const aino = await socket(line.origin, `/staff/live?open=${noor.id}`, cookieHeader(cookies));
  const said = { to: { staffId: line.bela.id }, summary: "the private summary", asked: { agreed: true } } as const;
  await act(line, line.anna, (tx, emit) =>
    offer(tx, emit, { conversationId: noor.id, staffId: line.anna.id, ...said }),
  );
  await expect.poll(() => bela.text()).toContain("the private summary");
  await saysTo(anna, "still Mika’s");
  expect(bela.text()).not.toContain("still Mika’s");
  await does(line.bela, accept);
  await saysTo(bela, "now Luna’s");
  expect(anna.text()).not.toContain("now Luna’s");
  expect(aino.text()).not.toMatch(/private summary|Luna’s|Mika’s/);
  expect(young.text()).not.toContain("private summary");
  aino.close();
});

test("it waits again: whoever was beside gets no word more, and who was offered it is offered nothing", async () => {
  await does(line.bela, readAlong);
  await saysTo(bela, "for both");
  const said = { to: { staffId: line.bela.id }, summary: "the private summary", asked: { agreed: true } } as const;
  await act(line, line.anna, (tx, emit) =>
    offer(tx, emit, { conversationId: noor.id, staffId: line.anna.id, ...said }),
  );
  await expect.poll(() => bela.text()).toContain("the private summary");
  const got = bela.got.length;
  await act(line, line.aino, (tx, emit) =>
    giveBack(tx, emit, { conversationId: noor.id, staffId: line.anna.id, why: "lost" }),
  );
  const after = () => bela.got.slice(got).join("");
  await expect.poll(after).toContain("They’re waiting at the front of a queue.");
  expect(after()).not.toMatch(/for both|private summary/);
});

test("after the end whoever was beside is told, and gets nothing more", async () => {
  await does(line.bela, join);
  await youthEnds(line, noor.id);
  await expect.poll(() => bela.text()).toContain("The young person ended this chat.");
  const got = bela.got.length;
  await noor.post("/feeling", { moment: "after", value: "4" });
  expect(bela.got.slice(got).join("")).not.toContain(`pane-${noor.id}`);
});
