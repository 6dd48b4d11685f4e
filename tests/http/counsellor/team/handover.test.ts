import { beforeEach, describe, expect, test } from "vitest";
import { offerForm } from "#src/conversation/colleagues/handover-draft.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, htmx, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";

// Handing over without scripts, and what a script is answered.

let home: House;
let noor: Person & { id: number };
let anna: Person;
let bela: Person;
let at: string;
beforeEach(async () => {
  home = await house();
  await open(home);
  await open(home, home.bela);
  noor = await youth(home, "the secret words");
  await give(home, noor.id, home.anna);
  [anna, bela] = [await staff(home, home.anna), await staff(home, home.bela)];
  at = `/staff/conversation/${noor.id}/handover`;
});

const summary = "School <no plan>. Agreed to call her aunt.";
const form = (more: Record<string, string> = {}) => ({
  to: `staff-${home.bela.id}`,
  summary,
  agreed: "yes",
  reason: "",
  ...more,
});

test("the form: a sentence to ask, whoever can take it, and whoever cannot with why", async () => {
  const { text } = await anna.get(at);
  expect(text).toContain(says("staff.handover.question"));
  expect(text).toMatch(new RegExp(`value="staff-${home.bela.id}"(?![^>]*disabled)`));
  expect(text).toMatch(new RegExp(`value="staff-${home.aino.id}"[^>]*disabled`));
  expect(text).toContain(says("staff.handover.not.away"));
  expect(text).not.toContain(`value="staff-${home.anna.id}"`);
});

test("what is wrong is said beside its field, and nothing typed is lost", async () => {
  const wrong: [Record<string, string>, string][] = [
    [{ to: "" }, says("error.handover_to")],
    [{ to: `staff-${home.aino.id}` }, says("error.receiver")],
    [{ to: "line-99" }, says("error.receiver")],
    [{ agreed: "" }, says("error.handover_agreed")],
    [{ agreed: "no" }, says("error.handover_reason")],
  ];
  for (const [more, sentence] of wrong) {
    for (const headers of [{}, htmx]) {
      const { status, text } = await anna.post(at, form(more), headers);
      expect(status, sentence).toBe(422);
      expect(text).toContain(sentence);
      expect(typed(text, `summary-${noor.id}`).trim()).toBe(summary);
    }
  }
  expect((await anna.post(at, form({ summary: " " }))).text).toContain(says("error.handover_summary"));
  expect((await bela.get("/staff")).text).not.toContain(`id="offer-${noor.id}"`);
});

test("offered, seen by whom it is offered to, accepted: all without scripts", async () => {
  expect((await anna.post(at, form())).to).toBe(`/staff/conversation/${noor.id}`);
  const waits = await anna.get(at);
  expect(waits.text).toContain(says("staff.handover.offered", { alias: "Luna" }));
  expect(waits.text).toContain(`action="${at}/withdraw"`);
  const offered = await bela.get("/staff");
  expect(offered.text).toContain(`id="offer-${noor.id}"`);
  expect(offered.text).toContain("School &lt;no plan&gt;");
  expect((await noor.get("/")).text).not.toMatch(/Luna|aunt/);
  expect((await bela.post(`${at}/accept`)).to).toBe(`/staff/conversation/${noor.id}`);
  const theirs = await bela.get(`/staff/conversation/${noor.id}`);
  expect(theirs.text).toContain("the secret words");
  expect(theirs.text).toContain(says("staff.handover.from", { alias: "Mika" }));
  const chat = await noor.get("/");
  expect(chat.text).toContain(says("notice.handed_over", { alias: "Mika", colleague: "Luna" }));
  expect(chat.text).not.toContain("aunt");
  expect((await anna.get(`/staff/conversation/${noor.id}`)).status).toBe(403);
});

test("declined and taken back: it stays where it is", async () => {
  await anna.post(at, form());
  expect((await bela.post(`${at}/decline`)).to).toBe("/staff");
  const again = await anna.get(at);
  expect(again.text).toContain(says("staff.handover.declined", { alias: "Luna" }));
  expect(typed(again.text, `summary-${noor.id}`).trim()).toBe(summary);
  await anna.post(at, form());
  expect((await anna.post(`${at}/withdraw`)).to).toBe(`/staff/conversation/${noor.id}`);
  expect((await bela.post(`${at}/accept`)).status).toBe(403);
  expect((await anna.get(`/staff/conversation/${noor.id}`)).status).toBe(200);
});

test("a script is answered with the tab as it is now", async () => {
  expect((await anna.get(at, htmx)).text).toMatch(new RegExp(`^<div class="handover" id="handover-${noor.id}"`));
  const offered = await anna.post(at, form(), htmx);
  expect(offered.text).toMatch(new RegExp(`^<div class="handover" id="handover-${noor.id}"`));
  expect(offered.text).toContain(`action="${at}/withdraw"`);
  expect((await anna.post(at, form(), htmx)).status).toBe(409);
  const back = await anna.post(`${at}/withdraw`, {}, htmx);
  expect(back.text).toContain(`id="summary-${noor.id}"`);
  expect((await bela.post(`${at}/decline`, {}, htmx)).status).toBe(403);
});

describe("POST …/draft", () => {
  const half = () => form({ summary: "Her <aunt>", agreed: "no", reason: "no ti" });
  const isChecked = (text: string, value: string) => new RegExp(`value="${value}"[^>]*checked`).test(text);

  test("what is typed stands in the form of the next page, with scripts or without, and of nobody else’s", async () => {
    await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: noor.id, staffId: home.bela.id }));
    expect((await anna.post(`${at}/draft`, half(), htmx)).status).toBe(204);
    expect(offerForm(home.helpline.db, { conversationId: noor.id, staffId: home.anna.id })).toEqual(half());
    const pages = [await anna.get(at), await anna.get(at, htmx), await anna.get(`/staff/conversation/${noor.id}`)];
    for (const { text } of pages) {
      expect(typed(text, `summary-${noor.id}`)).toBe("Her <aunt>");
      expect(text).toMatch(new RegExp(`id="reason-${noor.id}"[^>]*value="no ti"`));
      expect([`staff-${home.bela.id}`, "no", "yes"].map((value) => isChecked(text, value))).toEqual([
        true,
        true,
        false,
      ]);
    }
    const theirs = await bela.get(`/staff/conversation/${noor.id}`);
    expect([theirs.status, theirs.text.includes("aunt")]).toEqual([200, false]);
    expect((await bela.post(`${at}/draft`, half())).status).toBe(403);
  });

  test("a refused form shows what it was sent with, and what was typed before stays until the offer is made", async () => {
    await anna.post(`${at}/draft`, half());
    const refused = await anna.post(at, form({ agreed: "" }));
    expect([refused.status, typed(refused.text, `summary-${noor.id}`).trim()]).toEqual([422, summary]);
    expect(typed((await anna.get(at)).text, `summary-${noor.id}`)).toBe("Her <aunt>");
    await anna.post(at, form());
    expect((await anna.get(at)).text).not.toContain("aunt&gt;");
    expect((await anna.post(`${at}/draft`, half(), htmx)).status).toBe(409);
  });

  test("once an offer came to nothing, what is typed after it stands before the words of it", async () => {
    await anna.post(at, form());
    await bela.post(`${at}/decline`);
    await anna.post(`${at}/draft`, form({ summary: "Other words" }));
    expect(typed((await anna.get(at)).text, `summary-${noor.id}`)).toBe("Other words");
    await anna.post(`${at}/draft`, {});
    expect(typed((await anna.get(at)).text, `summary-${noor.id}`)).toBe(summary);
  });
});
