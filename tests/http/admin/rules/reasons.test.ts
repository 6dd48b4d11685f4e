import { beforeEach, describe, expect, test } from "vitest";
import { settingsHistory } from "#src/settings/changes.ts";
import { foundReason } from "#src/settings/reason-edits.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});
const db = () => at.line.helpline.db;
const tree = () => settings(db()).reasons;
const newest = () => String(settingsHistory.newest(db(), "reasons"));
const send = (form: Record<string, string>) =>
  at.aino.post("/admin/reasons", { do: "save", kind: "reason", based_on: newest(), ...form });

describe("the list", () => {
  test("shows every group and reason in its order, each with its way to be changed", async () => {
    const { text } = await at.aino.get("/admin/reasons");
    expect(text.match(/\/admin\/reasons\?group=(?!new)/g)).toHaveLength(10);
    expect(text.match(/\/admin\/reasons\?reason=(?!new)/g)).toHaveLength(69);
    expect(text).toContain(says("reason.violence.bullying"));
    expect(text.match(new RegExp(says("reason.other"), "g"))!.length).toBeGreaterThanOrEqual(10);
  });

  test("what goes up or down stays among its own; the first goes no further", async () => {
    expect((await send({ do: "up violence.early_marriage" })).to).toBe(
      `/admin/reasons?saved=${newest()}#violence.early_marriage`,
    );
    const violence = tree().find(({ code }) => code === "violence")!;
    expect(violence.reasons.slice(0, 2).map(({ code }) => code)).toEqual([
      "violence.early_marriage",
      "violence.bullying",
    ]);
    await send({ do: "down missing" });
    expect(tree()[0]?.code).toBe("violence");
    for (const wrong of ["up violence", "up nothing", "sideways missing", ""]) {
      expect((await send({ do: wrong })).status).toBe(422);
    }
  });

  test("every change is in the history in words, and can be undone", async () => {
    await send({ code: "peers.friends", group: "peers", chi: "peers.friends", "name.en": "Friends" });
    const saved = newest();
    const { text } = await at.aino.get(`/admin/reasons?saved=${saved}`);
    expect(text).toContain("Friends and friendships (switched off)".replace(" (switched off)", ""));
    expect(text).toContain("Friends (switched off)");
    const undo = await at.aino.post("/admin/settings/reasons/undo", { change: saved, based_on: saved });
    expect(undo.to).toBe(`/admin/reasons?saved=${newest()}`);
    expect(tree()).toEqual(shippedReasons);
    await send({ do: "up lost" });
    await send({ do: "down missing" });
    await send({ do: "shipped" });
    expect(tree()).toEqual(shippedReasons);
  });

  test("everyday words can be added and taken away, each change is in the history, and undone they are as before", async () => {
    const form = { code: "peers.friends", group: "peers", chi: "peers.friends", offer: "yes" };
    expect((await at.aino.get("/admin/reasons?reason=peers.friends")).text).toContain("lonely\n");
    await send({ ...form, "words.en": "lonely\nleft on read" });
    expect(settings(db()).reasonWords).toEqual({ en: { "peers.friends": ["lonely", "left on read"] } });
    const saved = newest();
    expect((await at.aino.get("/admin/reasons")).text).toContain("left on read");
    expect((await send({ ...form, "words.en": "x".repeat(81) })).text).toContain(
      says("admin.reasons.words_wrong", { most: 300, long: 80 }),
    );
    await at.aino.post("/admin/settings/reasons/undo", { change: saved, based_on: saved });
    expect(settings(db()).reasonWords).toEqual({});
  });

  test("too late: nothing is written over a colleague unseen", async () => {
    const before = newest();
    await send({ do: "down missing" });
    const late = await send({ do: "down missing", based_on: before });
    expect(late.status).toBe(409);
    expect(late.text).toContain(says("admin.history.meanwhile"));
    expect(tree().findIndex(({ code }) => code === "missing")).toBe(1);
  });
});

describe("one entry", () => {
  test("a new reason stands at the end of its group, under its own code, counted as an admin says", async () => {
    const page = await at.aino.get("/admin/reasons?reason=new&group=education");
    expect(page.text).toMatch(/<option value="education" selected/);
    const form = { code: "new", group: "education", chi: "education.academic", "name.fr": " Examens ", offer: "yes" };
    expect((await send(form)).to).toBe(`/admin/reasons?saved=${newest()}`);
    const added = tree()
      .find(({ code }) => code === "education")!
      .reasons.at(-1)!;
    expect(added).toEqual({
      code: expect.stringMatching(/^own_[0-9a-f]{8}$/),
      names: { fr: "Examens" },
      chi: "education.academic",
      off: false,
    });
    expect((await at.aino.get("/admin/reasons")).text).toContain("Examens");
  });

  test("a shipped one is renamed, and has its shipped name again when its fields are emptied", async () => {
    const form = { code: "peers.friends", group: "peers", chi: "peers.friends", offer: "yes" };
    await send({ ...form, "name.en": "Friends" });
    expect(foundReason(tree(), "peers.friends")?.reason.names).toEqual({ en: "Friends" });
    await send({ ...form, "name.en": "" });
    expect(tree()).toEqual(shippedReasons);
  });

  test("moves to another group, and is switched off", async () => {
    await send({ code: "peers.friends", group: "family", chi: "peers.friends" });
    expect(foundReason(tree(), "peers.friends")).toMatchObject({ group: { code: "family" }, reason: { off: true } });
  });

  test("a new group, and one that is switched off", async () => {
    await send({ kind: "group", code: "new", "name.en": "Exams week", offer: "yes" });
    expect(tree().at(-1)).toMatchObject({ names: { en: "Exams week" }, reasons: [], off: false });
    await send({ kind: "group", code: "missing" });
    expect(tree()[0]).toMatchObject({ code: "missing", off: true });
  });

  test.each([
    [{ code: "new", group: "peers", offer: "yes" }, "admin.reasons.no_name", {}],
    [{ code: "new", group: "peers", "name.en": "a".repeat(81) }, "admin.reasons.name_wrong", { most: 80 }],
    [{ code: "new", group: "peers", "name.nl": "\u200b" }, "admin.reasons.name_wrong", { most: 80 }],
    [{ code: "new", group: "gone", "name.en": "x" }, "admin.reasons.gone", {}],
    [{ code: "own_0", group: "peers", "name.en": "x" }, "admin.reasons.gone", {}],
  ] as const)("%j is refused with a sentence, and nothing typed is lost", async (form, key, values) => {
    const answer = await send({ ...form });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says(key, values));
    expect(tree()).toEqual(shippedReasons);
    if ("name.en" in form) expect(answer.text).toContain(`value="${form["name.en"]}"`);
  });

  test("the last one there is cannot be switched off", async () => {
    const [missing] = shippedReasons;
    const one = [{ ...missing!, reasons: missing!.reasons.slice(0, 1) }];
    await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "reasons", value: one }));
    const answer = await send({ code: "missing.abduction", group: "missing", chi: "missing.abduction" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says("admin.reasons.nothing_left"));
  });

  test("there is none of that code", async () => {
    for (const query of ["reason=nothing", "group=nothing", "reason=new&group=nothing", "reason=missing"]) {
      expect((await at.aino.get(`/admin/reasons?${query}`)).status).toBe(404);
    }
  });
});

test("the preview shows what counsellors would choose from, and changes nothing", async () => {
  const form = { kind: "reason", code: "new", group: "peers", "name.en": "Exams", offer: "yes" };
  const { text, headers } = await at.aino.post("/admin/reasons/preview", form);
  expect(text).toContain("Exams");
  expect(text).toMatch(/<details id="preview-peers"[^>]* open/);
  expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
  expect(tree()).toEqual(shippedReasons);
  expect((await at.aino.get("/admin/reasons/preview")).text).not.toContain("Exams");
});
