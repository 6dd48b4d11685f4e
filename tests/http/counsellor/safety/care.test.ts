import { beforeEach, describe, expect, test } from "vitest";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { translate } from "#src/i18n/i18n.ts";
import { topics } from "#src/live/topics.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  give,
  htmx,
  type Person,
  person,
  says,
  script,
  staff,
  typed,
  youth,
} from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { sendsTo } from "#tests/support/outside/post.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let anna: Person;
let noor: Awaited<ReturnType<typeof youth>>;
let path: string;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
  anna = await staff(line, line.anna);
  noor = await youth(line, "things at home");
  await give(line, noor.id, line.anna);
  path = `/staff/conversation/${noor.id}`;
});

describe("POST …/risk", () => {
  test("from a form and from the console: marked in the head and in the row, and taken away with the same button", async () => {
    expect((await anna.post(`${path}/risk`, { risk: "present" })).to).toBe(path);
    const marked = (await anna.get(path)).text;
    expect(marked.split("risk-mark").length - 1).toBe(2);
    expect(marked).toContain(says("staff.risk.take_away"));
    expect((await anna.post(`${path}/risk`, { risk: "not", why: "plan" }, htmx)).status).toBe(204);
    const ended = (await anna.get(path)).text;
    expect(ended).not.toContain("risk-mark");
    expect(ended).toContain(`: ${says("staff.record.risk_plan")}`);
  });

  test("without a reason the mark stays, and it says what is missing; the Risk menu leads to the plan", async () => {
    await anna.post(`${path}/risk`, { risk: "present" });
    const refused = await anna.post(`${path}/risk`, { risk: "not" }, htmx);
    expect([refused.status, refused.text]).toEqual([422, says("error.risk_why")]);
    await anna.post(`${path}/risk`, { risk: "not", why: "bored" });
    const { text } = await anna.get(path);
    expect(text).toContain("risk-mark");
    const menu = text.slice(text.indexOf("risk-menu-"));
    expect(menu.slice(0, menu.indexOf("</details></div>") || undefined)).toContain(says("staff.risk.plan"));
  });

  test("anything else is refused and changes nothing", async () => {
    expect((await anna.post(`${path}/risk`, { risk: "maybe" })).status).toBe(422);
    expect(rows(files, "conversation")).toMatchObject([{ risk_at: null }]);
  });
});

describe("joke", () => {
  test("POST …/ask-kindly: one click sends the kind question in their language", async () => {
    await anna.post(`${path}/ask-kindly`, {}, htmx);
    expect((await noor.get("/")).text).toContain(says("reply.joke.text"));
  });

  test("POST …/aside ends it, and only that browser waits ten minutes; nothing typed is lost, danger never waits", async () => {
    await anna.post(`${path}/aside`, { why: "joke" });
    expect(rows(files, "contact")).toMatchObject([{ end_reason: "joke" }]);
    const over = (await noor.get("/")).text;
    const time = translate("en").time(clock.now() + 600_000, "Europe/Brussels");
    expect(over).toContain(says("youth.aside.text", { time }));
    expect(over).not.toContain('action="/start-new');
    const tries = { client_id: clientId(), rules: "1", l: "en", text: "something real" };
    const refused = await noor.post("/start", tries);
    expect(refused.text).toContain(says("youth.aside.wait", { time }));
    expect(typed(refused.text)).toBe("something real");
    // From a browser beside this one, so that the next words below are still its own.
    const beside = person(line);
    for (const [name, value] of noor.cookies) beside.cookies.set(name, value);
    await act(line, line.aino, (tx, emit) =>
      setSetting(tx, emit, { name: "assessment", value: { on: true, questions: ["urgent"] } }),
    );
    expect((await beside.post("/start", { ...tries, client_id: clientId(), urgent: "danger" })).to).toBe("/");
    // Somebody else on the same network begins at once.
    expect((await youth(line, "hello")).id).toBeGreaterThan(noor.id);
    clock.pass(600_000);
    expect((await noor.post("/start", { ...tries, client_id: clientId() })).to).toBe("/");
  });

  test("POST …/aside-undo: ended like any other, and they may begin at once; too late it says so", async () => {
    // What undoing does is said before each of the two is pressed, and is so: the chat stays ended.
    expect((await anna.get(path)).text).toContain(says("staff.aside.means"));
    await anna.post(`${path}/aside`, { why: "abusive" });
    const over = (await anna.get(path)).text;
    expect(over).toContain(`${path}/aside-undo`);
    expect(over).toContain(says("staff.aside.undo_means"));
    await anna.post(`${path}/aside-undo`);
    expect(rows(files, "contact")).toMatchObject([{ end_reason: "ended_by_counsellor" }]);
    expect((await noor.post("/send", { client_id: clientId(), text: "still here" }, script)).status).toBe(410);
    expect((await noor.get("/")).text).toContain('action="/start-new');
    const again = await youth(line, "me again");
    await give(line, again.id, line.anna);
    await anna.post(`/staff/conversation/${again.id}/aside`, { why: "test" });
    clock.pass(600_000);
    const late = await anna.post(`/staff/conversation/${again.id}/aside-undo`);
    expect(late.status).toBe(422);
    expect(late.text).toContain(says("error.aside_late"));
  });

  test("never where danger was chosen, or marked: neither offered nor done", async () => {
    await act(line, line.anna, (tx) => keepChosen(tx, noor.id, { ...noAnswers, urgent: "danger" }));
    expect((await anna.get(path)).text).not.toContain(`${path}/aside`);
    expect((await anna.post(`${path}/aside`, { why: "joke" })).status).toBe(403);
    const sam = await youth(line, "hi");
    await give(line, sam.id, line.anna);
    await anna.post(`/staff/conversation/${sam.id}/risk`, { risk: "present" });
    expect((await anna.post(`/staff/conversation/${sam.id}/aside`, { why: "joke" })).status).toBe(403);
    expect(rows(files, "contact")).toEqual([]);
  });
});

test("POST …/hold: the clock stands, and is let run again", async () => {
  await anna.post(`${path}/hold`, { held: "yes" });
  expect((await anna.get(path)).text).toContain(says("staff.silence.held"));
  await anna.post(`${path}/hold`, { held: "no" });
  expect((await anna.get(path)).text).not.toContain(says("staff.silence.held"));
});

test("POST …/later: the menu says from then on that it was offered, on whatever page shows the chat", async () => {
  await sendsTo(line, 25);
  const [button, said] = [says("staff.later.offer"), says("staff.later.offered")];
  const before = (await anna.get(path)).text;
  expect([before.includes(button), before.includes(said)]).toEqual([true, false]);
  const heard: string[] = [];
  line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => heard.push(html) });
  await anna.post(`${path}/later`, {}, htmx);
  expect(heard.join("")).toContain(`hx-target="#later-of-${noor.id}"`);
  const after = (await anna.get(path)).text;
  expect([after.includes(button), after.includes(said)]).toEqual([false, true]);
});
