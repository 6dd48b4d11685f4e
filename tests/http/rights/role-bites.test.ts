import { afterEach, beforeEach, expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import { giveDebrief } from "#src/record/debrief.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, type Person, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

// A role that is taken away bites on the next request and the next frame: after chats, with thanks and with ready replies.

let line: Server;
let chat: number;
let bela: Person;
let frames: Socket;
beforeEach(async () => {
  line = await server({ clock: evening });
  await open(line);
  chat = await talking(line);
  await youthEnds(line, chat);
  await line.helpline.db.change("youth", (tx, emit) => giveThanks(tx, emit, { conversationId: chat, text: "thanks" }));
  bela = await staff(line, line.bela, line);
  frames = await socket(line.origin, "/staff/live", cookieHeader(bela.cookies));
  await expect.poll(() => frames.got.length).toBeGreaterThan(0);
});
afterEach(async () => {
  expect(line.reported).toEqual([]);
  await line.stop();
});

const setRoles = (who: StaffMember, roles: Role[]) =>
  act(line, line.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: who.id, values: { ...account(line.helpline.db, who.id)!.values, roles } }),
  );
const says = (weight: "talk" | "heavy") =>
  act(line, line.anna, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId: chat, member: line.anna, weight, note: "" }),
  );

test("the next frame has no mark of what waits after chats for whoever is no supervisor any more", async () => {
  await says("talk");
  await expect.poll(() => frames.text()).toMatch(/id="inbox"[^>]*data-talk="1"/);
  await setRoles(line.bela, ["counsellor"]);
  await expect.poll(() => frames.got.at(-1)).toContain('id="bar"');
  const before = frames.got.length;
  await says("heavy");
  // Something that everybody hears comes after it.
  await act(line, line.anna, (_tx, emit) => emit({ type: "shift.seen", staffId: line.bela.id }));
  await expect.poll(() => frames.got.length).toBeGreaterThan(before);
  expect(frames.got.slice(before).join("")).not.toContain('id="inbox"');
});

test("[ASVS 8.3.2] the next request is refused, whatever page it comes from", async () => {
  await says("talk");
  expect((await bela.get("/staff/debriefs")).status).toBe(200);
  const asks = () =>
    Promise.all([
      bela.get("/staff/debriefs"),
      bela.post("/staff/debriefs/1", { act: "take" }),
      bela.post(`/staff/debriefs/thanks/${chat}`, { act: "passed" }),
      bela.get("/admin/replies"),
      bela.post("/admin/replies/new", { language: "en", topic: "", name: "New", text: "Words", based_on: "0" }),
      bela.post("/admin/replies/undo", { change: "1" }),
    ]);
  await setRoles(line.bela, ["counsellor"]);
  expect((await asks()).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  await setRoles(line.bela, ["supervisor"]);
  expect((await bela.post("/staff/debriefs/1", { act: "take" })).status).toBe(303);
});
