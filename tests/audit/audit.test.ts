import { beforeEach, expect, test } from "vitest";
import { auditAnswer } from "#src/audit/audit.ts";
import type { OpenFiles } from "#src/db/files.ts";
import type { Event } from "#src/events.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { forget } from "#src/retention/forget.ts";
import { setSetting } from "#src/settings/settings.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { type FakeClock, fakeClock, type House, house, open, password } from "#tests/support/house/helpline.ts";
import { act, clientId, give, person, staff, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

interface Row {
  at: number;
  actor: string;
  action: string;
  object: string;
  before: string | null;
  after: string | null;
}

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let known: number;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  ({ files } = line);
  await open(line);
  known = rows(files, "audit").length;
});

/** What was answered for since, as "actor action object after". */
const answered = () =>
  rows<Row>(files, "audit")
    .slice(known)
    .map(({ actor, action, object, after }) => [actor, action, object, ...(after === null ? [] : [after])].join(" "));

test("[ASVS 16.2.1] a whole chat: who did what to what, and when", async () => {
  const noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
  const anna = await staff(line, line.anna);
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "another secret" });
  await anna.post(`/staff/conversation/${noor.id}/draft`, { text: "a secret draft" });
  await noor.post("/feeling", { moment: "before", value: "8" });
  clock.pass(9 * 60_000);
  await noor.post("/continue");
  await noor.post("/end");
  await noor.post("/helped", { value: "yes" });
  await anna.post(`/staff/conversation/${noor.id}/close`, { asked: "yes" });
  await line.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor.id }));
  const [it, mika] = [`conversation:${noor.id}`, `staff:${line.anna.id}`];
  expect(answered()).toEqual([
    `youth conversation.started ${it}`,
    `${mika} conversation.claimed ${it}`,
    `${it} conversation.returned ${it} 540000 ms`,
    `${it} conversation.ended ${it} ended_by_youth`,
    `${mika} conversation.closed ${it}`,
    `porchlight conversation.forgotten ${it}`,
  ]);
  const trail = rows<Row>(files, "audit");
  expect(trail.at(-1)!.at).toBe(clock.now());
  expect(JSON.stringify(trail)).not.toMatch(/secret|Peeters|Anna/);
});

test("every way a chat ends has its actor", async () => {
  const [fast, waiting, lost, ended] = [await youth(line), await youth(line), await youth(line), await youth(line)];
  known = rows(files, "audit").length;
  await fast.post("/leave");
  await waiting.post("/end");
  await give(line, ended.id, line.anna);
  await (await staff(line, line.anna)).post(`/staff/conversation/${ended.id}/end`);
  clock.pass(16 * 60_000);
  await runJob(line.helpline, jobs.find((job) => job.name === "young persons who are gone")!);
  expect(answered().filter((row) => row.includes("ended"))).toEqual([
    `conversation:${fast.id} conversation.ended conversation:${fast.id} left_fast`,
    `conversation:${waiting.id} conversation.ended conversation:${waiting.id} left_line`,
    `staff:${line.anna.id} conversation.ended conversation:${ended.id} ended_by_counsellor`,
    `porchlight conversation.ended conversation:${lost.id} lost`,
  ]);
});

test("the staff: invited, joined, in and out, here and away, settings with their value before", async () => {
  const aino = await staff(line, line.aino);
  const page = (await aino.post("/admin/staff/invite", { roles: "counsellor" }, { Host: "x" })).text;
  const link = page.match(/\/staff\/welcome\/[\w-]{43}/)![0];
  await person(line).post(link, { name: "lena", real_name: "Lena Maes", alias: "Fox", language: "nl", password });
  const anna = person(line);
  await anna.post("/staff/sign-in", { name: "anna", password });
  await person(line).post("/staff/sign-in", { name: "anna", password: "not this one at all" });
  await anna.post("/staff/available", { availability: "away" });
  await anna.post("/staff/sign-out");
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 30 }));
  const [mika, robin] = [`staff:${line.anna.id}`, `staff:${line.aino.id}`];
  const lena = rows<{ id: number }>(files, "staff").at(-1)!.id;
  const invitation = rows<{ id: number }>(files, "invitation").at(-1)!.id;
  await expect
    .poll(answered)
    .toEqual([
      `${robin} staff.invited invitation:${invitation} counsellor`,
      `invitation:${invitation} staff.joined staff:${lena} counsellor`,
      `staff:${lena} staff.signed_in staff:${lena}`,
      `${mika} staff.signed_in ${mika}`,
      `${mika} availability.changed ${mika} away`,
      `${mika} staff.signed_out ${mika}`,
      `${robin} settings.changed settings:helpline {"ageTo":30}`,
      `${robin} rules.published rules:2`,
    ]);
  expect(JSON.stringify(rows(files, "audit"))).not.toMatch(/Lena|Maes|Peeters|four words/);
});

test("the row is written with the act: undone when it is undone, and the act with it", async () => {
  const failing = act(line, line.aino, (tx, emit) => {
    invite(tx, emit, { roles: ["admin"], first: false });
    throw new Error("second thoughts");
  });
  await expect(failing).rejects.toThrow("second thoughts");
  expect(answered()).toEqual([]);
  files.data.exec("CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
  const before = rows(files, "invitation").length;
  await expect(
    act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["admin"], first: false })),
  ).rejects.toThrow();
  expect(rows(files, "invitation")).toHaveLength(before);
});

test.each<Event>([
  { type: "message.written", conversationId: 1, seq: 1, author: "youth", staffId: null },
  { type: "message.seen", conversationId: 1, staffId: 1, by: "youth", seq: 1 },
  { type: "feeling.given", conversationId: 1, staffId: 1, moment: "before" },
  { type: "help.rated", conversationId: 1 },
  { type: "typing", conversationId: 1, staffId: 1, by: "youth", on: true },
  { type: "connection.changed", conversationId: 1, staffId: 1, connection: "lost" },
])("$type answers for itself", (event) => {
  expect(auditAnswer(event)).toBeNull();
});

test("no act is kept with a time that would tell when it was: what it is until is told to the quarter of the hour", async () => {
  const at = Date.UTC(2026, 10, 24, 18, 22, 7) + 431;
  const quarter = Date.UTC(2026, 10, 24, 18, 15);
  const said = (event: Event) => JSON.parse(auditAnswer(event)!.after!);
  expect(said({ type: "hold.set", conversationId: 1, reason: "danger", until: at })).toEqual({
    reason: "danger",
    until: quarter,
  });
  const overridden = { type: "line.overridden", lineId: 1, kind: "closed", reason: "ill" } as const;
  expect(said({ ...overridden, until: at })).toEqual({ kind: "closed", until: quarter, reason: "ill" });
  expect(said({ ...overridden, until: null })).toEqual({ kind: "closed", until: null, reason: "ill" });
  expect(said({ type: "callback.let_go", n: 3, since: at })).toEqual({ n: 3, since: quarter });
});
