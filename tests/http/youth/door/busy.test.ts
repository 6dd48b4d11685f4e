import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { rates } from "#src/http/limits/limits.ts";
import { maxUnproved } from "#src/http/limits/start-flood.ts";
import { busyPauseMs } from "#src/http/youth/door/busy.tsx";
import { rehearsalCode } from "#src/queue/line/rehearsal.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { type Answer, act, clientId, field, says, script, typed } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { solve } from "#tests/support/keys/solve.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
});

const first = (more: Record<string, string> = {}) => ({
  client_id: clientId(),
  rules: "1",
  l: "en",
  text: "help me",
  ...more,
});

/** A form that comes from an address, through the proxy in front. */
async function sends(form: Record<string, string>, { from = "203.0.113.9", headers = {} } = {}): Promise<Answer> {
  const init = {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": from, ...headers },
    body: new URLSearchParams(form),
  };
  const response = await line.app.request("/start", init, { peer: "127.0.0.1" });
  const { status, headers: given } = response;
  return { status, text: await response.text(), to: given.get("location"), set: given.getSetCookie(), headers: given };
}

const chats = () => rows(files, "conversation").length;

/** So many of a school wait already that the next has to show something. */
async function crowd() {
  for (let n = 0; n < maxUnproved; n += 1) expect((await sends(first(), { from: `203.0.113.${n}` })).to).toBe("/");
}

/** The form of the page on which somebody waits, as their browser sends it. */
const again = ({ text }: Answer, form: Record<string, string>) => ({
  ...form,
  task: unescaped(field(text, "task")),
  solution: "",
});
const unescaped = (text = "") => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");

const stays = (seconds: number) => says("youth.busy.then", { seconds });

describe("S12: when very many come at once", () => {
  test("nobody is asked for anything before", async () => {
    await crowd();
    expect(chats()).toBe(maxUnproved);
  });

  test("[ASVS 2.4.1] one more of the same network waits on a page with all they had typed, the emergency number and the way out, and nothing is stored", async () => {
    await crowd();
    const form = first({ text: 'it is "bad"\nat home', danger: "yes", line: "1" });
    const page = await sends(form);
    expect([page.status, page.set, chats()]).toEqual([428, [], maxUnproved]);
    expect(page.text).toContain(says("youth.busy.title"));
    expect(page.text).toContain(stays(60));
    expect(typed(page.text)).toBe(form.text);
    expect(field(page.text, "client_id")).toBe(form.client_id);
    expect([field(page.text, "danger"), field(page.text, "line"), field(page.text, "rules")]).toEqual([
      "yes",
      "1",
      "1",
    ]);
    expect(page.text).toContain('href="tel:112"');
    expect(page.text).toContain('href="/leave"');
    expect(page.text).not.toContain("hreflang");
    expect(page.text).toContain(line.helpline.assets.busy);
    // Others hear of nothing.
    expect((await sends(first(), { from: "198.51.100.7" })).to).toBe("/");
  });

  test("it speaks their language, and a script is told in a sentence and goes there with the form", async () => {
    await crowd();
    expect((await sends(first({ l: "fi" }))).text).toContain(says("youth.busy.title", {}, "fi"));
    const told = await sends(first(), { headers: script });
    expect([told.status, told.text, told.headers.get("x-chat")]).toEqual([428, says("youth.busy.title"), "1"]);
  });

  test("whoever does the task is in at once, however many there are", async () => {
    await crowd();
    for (let n = 0; n < 20; n += 1) {
      const form = first();
      const shown = again(await sends(form), form);
      expect((await sends({ ...shown, solution: await solve(shown.task) }, { headers: script })).status).toBe(204);
    }
    expect(chats()).toBe(maxUnproved + 20);
    // They take no place of those who show nothing.
    expect((await sends(first())).status).toBe(428);
  });

  test("without scripts a minute's wait does the same; too early says how long, and counts on", async () => {
    await crowd();
    const form = first();
    const shown = again(await sends(form), form);
    clock.pass(40_000);
    const early = await sends(shown);
    expect(early.text).toContain(stays(20));
    expect(again(early, form).task).toBe(shown.task);
    clock.pass(20_000);
    expect((await sends(shown)).to).toBe("/");
  });

  test("the same form once more finds the same chat and is asked for nothing, also after a restart", async () => {
    await crowd();
    const form = first();
    const shown = again(await sends(form), form);
    const done = { ...shown, solution: await solve(shown.task) };
    expect((await sends(done)).to).toBe("/");
    expect((await sends(done)).to).toBe("/");
    line = await house({ clock, files });
    expect((await sends(done)).to).toBe("/");
    expect((await sends(form)).to).toBe("/");
    expect(chats()).toBe(maxUnproved + 1);
  });

  test("A6: forged, expired, of another form, of another site or made beforehand: none gets anybody in", async () => {
    await crowd();
    const form = first();
    const shown = again(await sends(form), form);
    const done = { ...shown, solution: await solve(shown.task) };
    const { parameters, signature } = JSON.parse(shown.task);
    const easy = { parameters: { ...parameters, keyPrefix: "f", cost: 1 }, signature };
    const easyTask = JSON.stringify(easy);
    const bad = [
      { ...done, client_id: clientId() },
      { ...shown, solution: `1.${"0".repeat(64)}` },
      { ...shown, task: easyTask, solution: await solve(easyTask) },
      { ...shown, task: "{}", solution: "1.00" },
    ];
    for (const one of bad) expect((await sends(one)).status).toBe(428);
    expect((await sends(done, { headers: { Host: "other.example.org" } })).status).toBe(428);
    clock.pass(15 * 60_000);
    expect((await sends(done)).status).toBe(428);
    expect(chats()).toBe(maxUnproved);
  });

  test("many who only wait do not push out who does the task, and danger waits no longer than the minute", async () => {
    await crowd();
    const forms = Array.from({ length: 40 }, () => first());
    const all = [];
    for (const form of forms) all.push(again(await sends(form), form));
    const inDanger = first({ danger: "yes" });
    const hers = again(await sends(inDanger), inDanger);
    clock.pass(busyPauseMs);
    const answers = [];
    for (const one of all) answers.push(await sends(one));
    const late = answers.find(({ status }) => status === 428)!;
    expect(answers.filter(({ to }) => to === "/")).toHaveLength(10);
    expect(late.text).toContain(stays(10));
    expect((await sends(hers)).to).toBe("/");
    const sam = first();
    const shown = again(await sends(sam), sam);
    expect((await sends({ ...shown, solution: await solve(shown.task) })).to).toBe("/");
    // The others come after them.
    clock.pass(60_000);
    const next = [];
    for (const [n, one] of all.entries()) if (answers[n]!.to === null) next.push((await sends(one)).to);
    expect(next.filter((to) => to === "/").length).toBeGreaterThanOrEqual(10);
  });

  test("bots that all say they are in danger come in no faster than people of one network do", async () => {
    await crowd();
    const all = [];
    for (let n = 0; n < 100; n += 1) {
      const form = first({ danger: "yes" });
      all.push(again(await sends(form), form));
    }
    clock.pass(busyPauseMs);
    const answers = [];
    for (const one of all) answers.push(await sends(one));
    expect(answers.filter(({ to }) => to === "/")).toHaveLength(rates.startUrgentWaited.burst);
    // Whoever is in danger elsewhere, or there and has scripts, waits for none of them.
    const [sam, kim] = [first({ danger: "yes" }), first({ danger: "yes" })];
    expect((await sends(sam, { from: "198.51.100.7" })).to).toBe("/");
    const shown = again(await sends(kim), kim);
    expect((await sends({ ...shown, solution: await solve(shown.task) })).to).toBe("/");
    clock.pass(10_000);
    expect((await sends(all.at(-1)!)).to).toBe("/");
  });

  test("nobody waits before a door that is shut, and a rehearsal is asked for nothing", async () => {
    await crowd();
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
    const shut = await sends(first());
    expect([shut.status, shut.text.includes(says("youth.busy.title"))]).toEqual([422, false]);
    const code = rehearsalCode(line.helpline.db, clock.now());
    const init = { method: "POST", body: new URLSearchParams(first()), headers: { "X-Forwarded-For": "203.0.113.9" } };
    const tried = await line.app.request(`/start?try=${code}`, init, { peer: "127.0.0.1" });
    expect(tried.headers.get("location")).toBe("/");
  });
});
