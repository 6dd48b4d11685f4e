import { beforeEach, describe, expect, test } from "vitest";
import { qrMatrix } from "#src/http/frame/qr.ts";
import { advice, steps } from "#src/queue/line/checklist.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { house, open } from "#tests/support/house/helpline.ts";
import { act, person, says, staff, youth } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { Qr } from "#views/parts/qr.tsx";

let at: Desk;
beforeEach(async () => {
  at = await desk();
  await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "not_yet" }));
});

const page = (query = "") => sheet(at.aino, `/admin/open${query}`);
const now = () => settings(at.line.helpline.db);
const check = (step: string, done = "yes") => at.aino.post("/admin/open/checked", { step, done });

describe("GET /admin/open", () => {
  test("the steps in their order, each with why it matters and what is missing", async () => {
    const shown = await page();
    const words = shown.words(".steps");
    const at = steps.map((step) => words.indexOf(says(`admin.open.step.${step}`)));
    expect(at.every((place) => place >= 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(shown.words("#counsellors")).toContain("3 counsellors have an account.");
    expect(shown.words("#counsellors")).toContain(says("admin.open.done"));
    expect(shown.words("#rehearsal")).toContain(says("admin.open.missing"));
    // Nobody leads safeguarding, and Béla alone supervises.
    expect(shown.words("#lead")).toContain(says("admin.open.missing"));
    expect(shown.words("#lead")).toContain(says("admin.lead.none"));
    expect(shown.words("#steps-title")).toBe(says("admin.open.progress", { done: 1, all: steps.length }));
  });

  test("papers are told of, with no tick and no button: nobody here can see whether they are done", async () => {
    const shown = await page();
    const told = shown.answer.text.match(/<section[^>]* id="advice">.*?<\/section>/s)![0];
    for (const name of advice) {
      expect(shown.words(`#${name}`)).toContain(says(`admin.open.step.${name}`));
      expect(shown.words(`#${name}`)).toContain(says(`admin.open.step.${name}.why`));
    }
    expect(told).not.toMatch(/<(form|button|input|svg)/);
    for (const state of ["done", "missing", "right"] as const) expect(told).not.toContain(says(`admin.open.${state}`));
    expect(shown.words(".steps")).not.toContain(says("admin.open.step.papers"));
  });

  test("that no copy was opened yet is said with the way there, also where somebody ticked it once", async () => {
    await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "checked", value: ["backup"] }));
    const shown = await page();
    expect(shown.words("#backup")).toContain(says("admin.open.missing"));
    expect(shown.words("#backup")).toContain("No copy has been checked yet.");
    expect(shown.answer.text).toContain('<a href="/admin/backup">make one now</a>');
    expect(shown.answer.text).not.toMatch(/name="step" value="backup"/);
  });

  test("the rehearsal’s code leads where its link does", async () => {
    const shown = await page();
    const link = shown.answer.text.match(/id="rehearsal-link" readonly="" value="([^"]*)"/)![1]!;
    expect(link).toMatch(/\/\?try=[0-9a-f]{20}$/);
    expect(shown.answer.text).toContain(String(Qr({ matrix: qrMatrix(link), label: says("admin.invite.qr") })));
    expect((await person(at.line).get(new URL(link).pathname + new URL(link).search)).text).toContain("<textarea");
  });

  test("without a master key there is nothing to rehearse, and the page says so", async () => {
    const locked = await house({ master: null });
    const aino = await staff(locked, locked.aino);
    const shown = await sheet(aino, "/admin/open");
    expect(shown.words("main")).toContain(says("admin.open.step.rehearsal.no_key"));
    expect(shown.answer.text).not.toContain("?try=");
  });
});

describe("POST /admin/open/checked", () => {
  test("a step is right as it is; taken back, it is to do again", async () => {
    expect((await check("look")).to).toBe("/admin/open#look");
    expect((await page()).words("#look")).toContain(says("admin.open.done"));
    await check("look", "no");
    expect((await page()).words("#look")).toContain(says("admin.open.missing"));
  });

  test.each(["backup", "counsellors", "lead", "rehearsal", ...advice, "x", ""])(
    "%j cannot be ticked off by a press",
    async (step) => {
      const before = everything(at.files);
      for (const done of ["yes", "no"]) expect((await check(step, done)).status).toBe(422);
      expect(everything(at.files)).toEqual(before);
    },
  );
});

describe("POST /admin/open", () => {
  test("with steps missing it takes a second thought, and then it opens", async () => {
    const refused = await (await page()).press("", "form.press");
    expect(refused.answer.status).toBe(422);
    expect(refused.words("#anyway-note")).toBe(says("admin.open.anyway_needed"));
    expect(now().opening).toBe("not_yet");
    const opened = await refused.fill({ anyway: "yes" }).press("", "form.press");
    expect(opened.words(".state-of")).toContain(says("admin.open.lead_open"));
    expect(now().opening).toBe("open");
    await open(at.line);
    expect((await person(at.line).get("/")).text).toContain("<textarea");
  });

  test("closed for a while with a note in two languages, and opened again; the history can undo both", async () => {
    await (await page()).fill({ anyway: "yes" }).press("", "form.press");
    const notes = { "note.en": "Back on 1 September", "note.fr": "De retour le 1er septembre" };
    const closed = await (await page()).fill(notes).press("break", "form.fields");
    expect(closed.words(".state-of")).toContain(says("admin.open.state.break"));
    expect((await person(at.line).get("/", { "Accept-Language": "fr" })).text).toContain("De retour le 1er septembre");
    // Where it was not written, it is there in the helpline's own language, and says which.
    const dutch = (await person(at.line).get("/", { "Accept-Language": "nl" })).text;
    expect(dutch).toMatch(/lang="en"[^>]*>(<[^>]+>)*Back on 1 September/);
    const undone = await closed.press("", "form#undo");
    expect(now()).toMatchObject({ opening: "open", closedNote: {} });
    expect(undone.words("#history")).toContain("Robin");
    await (await page()).press("break", "form.fields");
    await (await page()).press("open", "form.fields");
    expect(now().opening).toBe("open");
  });

  test("who waits is told before anybody is sent home, and one who came meanwhile is not sent home unseen", async () => {
    await (await page()).fill({ anyway: "yes" }).press("", "form.press");
    await open(at.line);
    await youth(at.line, "Noor’s words");
    const shown = await page();
    expect(shown.words("form.fields")).toContain(says("admin.open.waiting", { n: 1 }));
    await youth(at.line, "Sam’s words");
    const refused = await shown.press("break", "form.fields");
    expect(refused.answer.status).toBe(409);
    expect(refused.words("[role=alert]")).toContain("2");
    expect(now().opening).toBe("open");
  });

  test("a note that is too long is said beside its field and stays in it", async () => {
    await (await page()).fill({ anyway: "yes" }).press("", "form.press");
    const long = "x".repeat(201);
    const refused = await (await page()).fill({ "note.en": long }).press("break", "form.fields");
    expect(refused.answer.status).toBe(422);
    expect(refused.beside("note.en").wrong).toBe(says("admin.invite.for_whom_long", { most: 200 }));
    expect(refused.value("note.en")).toBe(long);
    expect(now().opening).toBe("open");
  });

  test("a note loses what would turn its words around, and one in which nothing is to be seen is none", async () => {
    await (await page()).fill({ anyway: "yes" }).press("", "form.press");
    const notes = { "note.en": "Back \u202enoos", "note.fr": "\u200b\u3164", "note.nl": "\u2066Tot\u2069 gauw" };
    await (await page()).fill(notes).press("break", "form.fields");
    expect(now()).toMatchObject({ opening: "break", closedNote: { en: "Back noos", nl: "Tot gauw" } });
    expect(Object.keys(now().closedNote)).toEqual(["en", "nl"]);
  });

  test("two admins: the second sees what the first decided meanwhile, and decides then", async () => {
    const [mine, theirs] = [await page(), await sheet(await at.sven(), "/admin/open")];
    const opened = await theirs.fill({ anyway: "yes" }).press("", "form.press");
    await opened.fill({ "note.en": "Back soon" }).press("break", "form.fields");
    const late = await mine.fill({ anyway: "yes" }).press("", "form.press");
    expect(late.answer.status).toBe(409);
    expect(late.words(".summary")).toMatch(/Ash/);
    expect(now()).toMatchObject({ opening: "break", closedNote: { en: "Back soon" } });
    await late.press("open", "form.fields");
    expect(now().opening).toBe("open");
  });

  test.each(["not_yet", "x", ""])("there is no way to %j", async (opening) => {
    expect((await at.aino.post("/admin/open", { opening, based_on: "0" })).status).toBe(422);
    expect(now().opening).toBe("not_yet");
  });
});
