import { beforeEach, describe, expect, test } from "vitest";
import { type AssessmentRule, shippedRules } from "#src/settings/assessment.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, type Form, field, type Person, says, staff } from "#tests/support/house/http.ts";

let line: House;
let aino: Person;

beforeEach(async () => {
  line = await house();
  aino = await staff(line, line.aino);
});

const path = "/admin/assessment";
const now = () => settings(line.helpline.db);
const newest = () => settingsHistory.newest(line.helpline.db, "assessment");
const post = (form: Record<string, string> | [string, string][]) => {
  const pairs = Array.isArray(form) ? form : Object.entries(form);
  return aino.post(path, [["based_on", String(newest())], ...pairs] as Form);
};
const asked: [string, string][] = [
  ["do", "save"],
  ["on", "yes"],
  ["question", "urgent"],
  ["question", "age"],
  ["place.age", "0"],
  ["place.urgent", "1"],
];

describe("the questions", () => {
  test("are off until somebody switches them on; what the directory lacks for it is said", async () => {
    const empty = (await aino.get(path)).text;
    expect(empty).toContain(says("admin.value.off"));
    expect(empty).toContain("so the questions would lead nowhere");
    await place(line.helpline.db, "Night line");
    expect((await aino.get(path)).text).toContain(says("admin.assessment.missing_emergency"));
    await place(line.helpline.db, "Emergency line", { emergency: true });
    const full = (await aino.get(path)).text;
    expect(full).not.toContain("so the questions would lead nowhere");
    expect(full).not.toContain(says("admin.assessment.missing_emergency"));
  });

  test("are saved with their order, undone, and told in the history", async () => {
    const answer = await post(asked);
    expect(answer).toMatchObject({ status: 303, to: `${path}?saved=${newest()}` });
    expect(now().assessment).toEqual({ on: true, questions: ["age", "urgent"] });
    const page = (await aino.get(answer.to!)).text;
    expect(page).toContain(says("admin.value.on"));
    expect(page).toContain(says("admin.form.saved"));
    expect(page).toContain("How old are you? · Is it urgent?");
    const undo = { change: String(newest()), based_on: String(newest()) };
    expect((await aino.post("/admin/settings/assessment/undo", undo)).to).toBe(`${path}?saved=${newest()}`);
    expect(now().assessment.on).toBe(false);
  });

  test("on without any is refused with a sentence beside the field, and nothing typed is lost", async () => {
    const { status, text } = await post({ do: "save", on: "yes" });
    expect(status).toBe(422);
    expect(text).toContain(`<p class="wrong" id="questions-note">${says("admin.assessment.none_asked")}</p>`);
    expect(text).toMatch(/name="on" value="yes" checked/);
    expect(now().assessment.on).toBe(false);
  });

  test("the picture beside is the real page as the form would make it, and nothing is stored", async () => {
    const { text } = await aino.post(`${path}/preview`, [...asked, ["preview_language", "fr"]]);
    expect(text).toContain(says("youth.which.ask.age", {}, "fr"));
    expect(text).not.toContain(says("youth.which.ask.topics", {}, "fr"));
    // Its first page, as a young person comes to it: how many there are stands above.
    const standing = (await aino.get(`${path}/preview`)).text;
    expect(standing).toContain(says("youth.which.ask.urgent"));
    expect(standing).not.toContain(says("youth.which.ask.topics"));
    expect(now().assessment.on).toBe(false);
  });

  test("each of their pages can be shown there, and one that is not asked shows the first", async () => {
    await post(asked);
    const { text } = await aino.get(path);
    const pages = [...text.matchAll(/<option value="(which_\w+)">([^<]+)</g)].map(([, value, words]) => [value, words]);
    expect(pages.slice(0, 2)).toEqual([
      ["which_age", says("youth.which.ask.age")],
      ["which_urgent", says("youth.which.ask.urgent")],
    ]);
    const title = async (name: string) =>
      /<h1>([^<]+)/.exec((await aino.post(`${path}/preview`, [...asked, ["preview_page", name]])).text)![1];
    expect(await title("which_urgent")).toBe(says("youth.which.ask.urgent"));
    for (const name of ["which_age", "which_topics"]) expect(await title(name)).toBe(says("youth.which.ask.age"));
  });
});

describe("the rules", () => {
  test("are a table in words, the shipped ones as they are", async () => {
    const { text } = await aino.get(path);
    for (const words of [
      says("admin.assessment.when.urgent", { list: "Someone is hurt or in danger now" }),
      says("admin.assessment.show.emergency"),
      says("admin.assessment.lane.urgent"),
      says("admin.assessment.age.younger"),
      says("admin.assessment.when.otherwise"),
      says("admin.assessment.say", { words: "Whatever it is, you can talk about it here." }),
    ]) {
      expect(text).toContain(words);
    }
  });

  test("move, go and come back", async () => {
    await post({ do: "down 0" });
    expect(now().assessmentRules.slice(0, 2)).toEqual([shippedRules[1], shippedRules[0]]);
    await post({ do: "up 1" });
    expect(now().assessmentRules).toEqual(shippedRules);
    await post({ do: "remove 5" });
    expect(now().assessmentRules).toEqual(shippedRules.slice(0, 5));
    const { text } = await aino.get(path);
    expect(text).toContain("6 rules → 5 rules");
    await post({ do: "shipped" });
    expect(now().assessmentRules).toEqual(shippedRules);
    for (const action of ["up 99", "down", "", "sideways 1", "up -1"])
      expect((await post({ do: action })).status).toBe(422);
  });

  test("a new one stands before those for when nothing else is open; everything in its form is kept", async () => {
    const id = await place(line.helpline.db, "Grief house");
    const form = (await aino.get(`${path}?rule=new`)).text;
    expect(form).toContain(says("admin.assessment.add"));
    expect(form).toContain("Grief house");
    const { to } = await post([
      ["do", "rule"],
      ["when.topics", "grief"],
      ["when.topics", "loneliness"],
      ["when.age", "16-17"],
      ["when.channel", "visit"],
      ["show.chosen", "yes"],
      ["show.services", id],
      ["lane", "offered"],
      ["chat", "after"],
      ["say.en", "  Grief takes   time. "],
      ["say.fr", "Le deuil prend du temps."],
    ]);
    expect(to).toBe(`${path}?saved=${newest()}#rules`);
    expect(now().assessmentRules[5]).toEqual({
      when: {
        urgent: [],
        topics: ["grief", "loneliness"],
        age: ["16-17"],
        region: [],
        channel: ["visit"],
        otherwise: false,
      },
      show: { emergency: false, chosen: true, fitting: false, topics: [], services: [id] },
      lane: "offered",
      chat: "after",
      say: { en: "Grief takes time.", fr: "Le deuil prend du temps." },
    } satisfies AssessmentRule);
    expect(now().assessmentRules[6]).toEqual(shippedRules[5]);
    expect((await aino.get(path)).text).toContain("places: Grief house");
  });

  test("a shipped sentence that nobody has changed follows what is shipped; a changed one keeps the other languages", async () => {
    const page = (await aino.get(`${path}?rule=0`)).text;
    expect(field(page, "say.en")).toBe(says("youth.which.say.danger"));
    const danger: Record<string, string> = {
      do: "rule",
      rule: "0",
      "when.urgent": "danger",
      "show.emergency": "yes",
      lane: "urgent",
      chat: "beside",
    };
    await post({ ...danger, "say.en": says("youth.which.say.danger") });
    expect(now().assessmentRules[0]).toEqual(shippedRules[0]);
    await post({ ...danger, "say.en": "Call now.", "say.nl": "" });
    expect(now().assessmentRules[0]!.say).toMatchObject({
      en: "Call now.",
      fr: says("youth.which.say.danger", {}, "fr"),
    });
    expect(now().assessmentRules[0]!.say).not.toHaveProperty("nl");
    expect((await aino.get(path)).text).toContain("rule 1: if ");
  });

  test("one that does nothing, or says too much, is told beside its field, with all that was typed", async () => {
    const nothing = await post({ do: "rule", "when.topics": "grief" });
    expect(nothing.status).toBe(422);
    expect(nothing.text).toContain(says("admin.assessment.form.nothing"));
    expect(nothing.text).toMatch(/name="when.topics" value="grief" checked/);
    const long = await post({ do: "rule", "say.en": "x".repeat(203) });
    expect(long.status).toBe(422);
    expect(long.text).toContain(
      `<p class="wrong" id="say-en-note">${says("admin.entry.problem.too_long", { is: 203, most: 200 })}</p>`,
    );
    expect(field(long.text, "say.en")).toHaveLength(203);
    expect(now().assessmentRules).toEqual(shippedRules);
  });

  test("a rule that is gone, or is none, is not found; where there are forty there is room for no other", async () => {
    for (const asked of ["99", "x", "-1", ""]) expect((await aino.get(`${path}?rule=${asked}`)).status).toBe(404);
    const gone = await post({ do: "rule", rule: "9", "show.chosen": "yes" });
    expect(gone.text).toContain(says("admin.reasons.gone"));
    const many = Array.from({ length: 40 }, () => shippedRules[0]!);
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "assessmentRules", value: many }));
    const full = await post({ do: "rule", "show.chosen": "yes" });
    expect(full.text).toContain(says("admin.hours.problem.too_many", { most: 40 }));
  });

  test("whoever was faster is named, and nothing is written over", async () => {
    await post({ do: "down 0" });
    const late = await aino.post(path, { do: "down 0", based_on: "0" });
    expect(late.status).toBe(409);
    expect(late.text).toContain("Robin");
    expect((await aino.post(path, { do: "rule", based_on: "0", "show.chosen": "yes" })).status).toBe(409);
    expect(now().assessmentRules[0]).toEqual(shippedRules[1]);
  });
});
