import { beforeEach, describe, expect, test } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { checkNow } from "#src/jobs/audit.ts";
import { end } from "#src/queue/end/ending.ts";
import { setSetting } from "#src/settings/settings.ts";
import { member, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, says, staff, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

const minute = 60_000;
let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const actions = () => rows<{ action: string }>(at.files, "audit").map(({ action }) => action);

/** Opens the entries as the button does, and shows the page with a filter. */
async function opened(query = "", who = at.aino) {
  await who.post("/admin/audit");
  return sheet(who, `/admin/audit${query}`);
}

const listed = async (query = "") => (await opened(query)).words("section ul.list") ?? "";

test("nothing is shown before the reader has said that they look, and that is noted once a visit", async () => {
  const closed = await sheet(at.aino, "/admin/audit");
  expect(closed.words("main")).toContain("Viewing the log is logged too");
  expect(closed.words("main")).not.toContain("signed in");
  expect(actions()).not.toContain("audit.opened");
  expect(await listed()).toContain("Robin opened the audit log");
  await listed();
  expect(actions().filter((action) => action === "audit.opened")).toHaveLength(1);
  at.clock.pass(61 * minute);
  expect((await sheet(at.aino, "/admin/audit")).words("main")).not.toContain("Robin opened the audit log");
  await opened();
  expect(actions().filter((action) => action === "audit.opened")).toHaveLength(2);
});

test("who did what, in sentences, the newest first, without a word of a chat or a real name", async () => {
  await open(at.line);
  const noor = await youth(at.line, "the secret words");
  await give(at.line, noor.id, at.line.anna);
  const anna = await staff(at.line, at.line.anna);
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "another secret" });
  const bela = await staff(at.line, at.line.bela);
  await bela.post(`/staff/conversation/${noor.id}/read-along`);
  await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 30 }));
  const page = await opened();
  const words = page.words("section ul.list")!;
  const inOrder = [
    `Robin changed: ${says("admin.subject.helpline")}`,
    "Luna read along in chat 1",
    "Mika took chat 1",
    "A young person started chat 1",
  ];
  const places = inOrder.map((sentence) => words.indexOf(sentence));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(page.answer.text).not.toMatch(/secret|Peeters|Kovács|Virtanen/);
});

test("in the reader’s own language", async () => {
  const lea = await staff(at.line, await member(at.line.helpline, "lea", "Léa Maes", "Fox", ["admin"], "fr"));
  expect((await opened("", lea)).words("main")).toContain("Fox a ouvert le journal d’audit");
});

describe("a filter", () => {
  test("lets through who acted, what it is about, and the days of the clock of the line", async () => {
    await act(at.line, at.line.bela, (_tx, emit) => emit({ type: "staff.signed_in", staffId: at.line.bela.id }));
    await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 30 }));
    const byLuna = await listed(`?who=staff:${at.line.bela.id}`);
    expect(byLuna).toContain("Luna signed in");
    expect(byLuna).not.toContain("Robin");
    expect(await listed("?kind=settings")).not.toMatch(/signed in|opened/);
    expect(await listed("?kind=settings")).toContain("Robin changed");
    expect(await listed("?kind=reading")).toContain("Robin opened the audit log");
    expect(await listed("?kind=reading")).not.toContain("signed in");
    expect(await listed("?from=2026-10-19&to=2026-10-19")).toContain("Luna signed in");
    expect((await opened("?from=2026-10-20")).words("main")).toContain(says("admin.directory.week_none"));
    expect((await opened("?to=2026-10-18")).words("main")).toContain(says("admin.directory.week_none"));
  });

  test("with a day that is none says so, and what is no choice chooses nothing", async () => {
    await at.aino.post("/admin/audit");
    const { status, text } = await at.aino.get("/admin/audit?from=2026-02-30");
    expect(status).toBe(422);
    expect(text).toContain(says("admin.entry.problem.not_a_date"));
    expect(await listed("?who=nobody&kind=weather&before=x")).toContain("Robin opened the audit log");
  });
});

test("goes back page by page to the very first entry, each once", async () => {
  for (let n = 0; n < 120; n += 1) {
    await act(at.line, at.line.anna, (_tx, emit) => emit({ type: "staff.signed_in", staffId: at.line.anna.id }));
  }
  await at.aino.post("/admin/audit");
  const ids: number[] = [];
  let path: string | undefined = "/admin/audit?kind=accounts";
  while (path) {
    const { text } = await at.aino.get(path);
    ids.push(...[...text.matchAll(/id="entry-(\d+)"/g)].map((found) => Number(found[1])));
    path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  }
  const all = rows<{ id: number; action: string }>(at.files, "audit").filter(({ action }) =>
    /^(staff|availability)\./.test(action),
  );
  expect(ids).toEqual(all.map(({ id }) => id).reverse());
});

describe("what was said to be wrong with a chat", () => {
  test("is there without the chat for an admin who had no part in it, and not at all for one who had", async () => {
    const sven = await at.sven();
    await open(at.line, at.line.aino);
    const noor = await youth(at.line, "hello");
    await give(at.line, noor.id, at.line.aino);
    await act(at.line, at.line.aino, (tx, emit) =>
      end(tx, emit, { conversationId: noor.id, reason: "ended_by_youth", staffId: null }),
    );
    await act(at.line, at.line.aino, (tx, emit) =>
      raiseConcern(tx, emit, { conversationId: noor.id, text: "it was odd" }),
    );
    const shown = (await opened("", sven)).words("section ul.list")!;
    expect(shown).toContain("A young person complained about a chat");
    expect(shown).not.toMatch(/about chat|odd/);
    expect(await listed()).not.toContain("complained about");
    const file = (await at.aino.post("/admin/audit/file")).text;
    expect(file).not.toContain("complained about");
    // The chat is gone; the trail still knows.
    at.files.data.exec("DELETE FROM conversation");
    expect(await listed()).not.toContain("complained about");
  });
});

describe("whether it is whole", () => {
  test("is said on the page and beside the settings, and where it is not", async () => {
    expect((await sheet(at.aino, "/admin/audit")).words("main")).toContain("being checked");
    await checkNow(at.line.helpline);
    for (const path of ["/admin/audit", "/admin"]) {
      expect((await sheet(at.aino, path)).words("#audit-state")).toContain("Nothing was changed by hand");
    }
    at.files.data.exec("DELETE FROM audit WHERE id = 4");
    await checkNow(at.line.helpline);
    for (const path of ["/admin/audit", "/admin"]) {
      expect((await sheet(at.aino, path)).words("#audit-state")).toMatch(
        /The audit log was changed by hand, or .* Entry 5/,
      );
    }
    expect(at.line.reported.join()).toContain("entries 5");
  });

  test("cannot be said without the master key", async () => {
    at = await desk(undefined, { master: null });
    await checkNow(at.line.helpline);
    expect((await sheet(at.aino, "/admin/audit")).words("main")).toContain("The master key is missing");
    expect(masterKey(new Uint8Array(32)).audit).toHaveLength(32);
  });

  test("an older code can be asked about", async () => {
    await checkNow(at.line.helpline);
    const { id, code } = at.line.helpline.trailCheck.found!.head!;
    const asked = async (entry: number, with_: string) =>
      (await sheet(at.aino, `/admin/audit?entry=${entry}&code=${with_}`)).words("#copy");
    expect(await asked(id, code)).toContain(`Entry ${id} is unchanged.`);
    expect(await asked(id, "f".repeat(32))).toContain("has a different code");
    at.files.data.exec(`DELETE FROM audit WHERE id = ${id}`);
    expect(await asked(id, code)).toContain("has a different code");
  });
});

test("goes out as a file, through the same filter, and that is noted", async () => {
  await act(at.line, at.line.bela, (_tx, emit) => emit({ type: "staff.signed_in", staffId: at.line.bela.id }));
  const { status, text } = await at.aino.post("/admin/audit/file", { who: `staff:${at.line.bela.id}` });
  expect(status).toBe(200);
  expect(text).toMatch(/^Number,When \(UTC\),Who,What\r\n\d+,2026-10-19T\S+Z,Luna,Luna signed in\r\n/);
  expect(text).not.toContain("Robin");
  expect(actions().at(-1)).toBe("audit.exported");
});

test("is no file of everything where a day is none, and nothing is noted", async () => {
  const { status, text } = await at.aino.post("/admin/audit/file", { from: "2026-02-30" });
  expect([status, text.includes(says("admin.entry.problem.not_a_date"))]).toEqual([422, true]);
  expect(actions()).not.toContain("audit.exported");
});
