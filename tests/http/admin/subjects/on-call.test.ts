import { beforeEach, describe, expect, test } from "vitest";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { Asking, AskServer } from "#src/outgoing/outgoing.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
let bela: Person;

beforeEach(async () => {
  // Monday.
  at = await desk();
  bela = await staff(at.line, at.line.bela);
});

const page = (who = bela) => sheet(who, "/admin/on-call");
const now = () => {
  const { onCallWeek, onCallDates } = settings(at.line.helpline.db);
  return { week: onCallWeek, dates: onCallDates };
};
const weekForm = 'form.fields[action="/admin/on-call"]';
const nobody = { "week.0": "", "week.1": "", "week.2": "", "week.3": "", "week.4": "", "week.5": "", "week.6": "" };
const luna = () => String(at.line.bela.id);
const post = (who: Person, form: Record<string, string>) => who.post("/admin/on-call", { based_on: "0", ...form });

describe("the week", () => {
  test("is chosen among supervisors and admins, and says who is on call this evening", async () => {
    const shown = await page();
    expect(shown.words("#tonight")).toContain(says("staff.overview.on_call_nobody"));
    expect(shown.answer.text).not.toContain(">Mika");
    await post(bela, { ...nobody, "week.0": luna(), do: "week" });
    expect(now().week).toEqual([at.line.bela.id, null, null, null, null, null, null]);
    const after = await page();
    expect(after.words("#tonight")).toContain(says("admin.on_call.tonight", { alias: "Luna" }));
    expect(after.words("#tonight")).toContain(says("admin.on_call.no_address", { alias: "Luna" }));
    expect(after.words("#evenings")).toMatch(/Monday, 19 October 2026 ?Luna.*Tuesday, 20 October 2026 ?No one/);
    const give = { staffId: at.line.bela.id, address: "luna@example.org", digest: false, trail: false };
    await act(at.line, at.line.bela, (tx, emit) => setOwnAddress(tx, emit, give));
    const known = await page();
    expect(known.words("#tonight")).not.toContain(says("admin.on_call.no_address", { alias: "Luna" }));
    expect(known.answer.text).not.toContain("luna@example.org");
  });

  test("refuses somebody who cannot be on call, beside the field, and changes nothing", async () => {
    const before = stored(at.files);
    const answer = await post(bela, { ...nobody, "week.3": String(at.line.anna.id), do: "week" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`Thursday: ${says("admin.on_call.problem.person")}`);
    expect(stored(at.files)).toEqual(before);
  });

  test("keeps whoever can be on call no more where nobody else is chosen, and says so", async () => {
    const sven = await at.sven();
    await post(bela, { ...nobody, "week.0": luna(), do: "week" });
    await act(at.line, at.line.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: at.line.bela.id, values: { roles: ["counsellor"] } }),
    );
    const shown = await page(sven);
    expect(shown.words("#tonight")).toContain(says("staff.overview.on_call_nobody"));
    expect(shown.answer.text).toContain(`Luna: ${says("admin.on_call.gone")}`);
    expect((await bela.get("/admin/on-call")).status).toBe(403);
  });

  test("is undone, with who changed it from whom to whom", async () => {
    await post(bela, { ...nobody, "week.0": luna(), do: "week" });
    const shown = await page();
    expect(shown.words("#history")).toContain("Monday: No one → Luna");
    await shown.press("", "#history form");
    expect(now().week).toEqual(Array(7).fill(null));
  });

  test("is not written over a colleague unseen", async () => {
    const shown = await page();
    await post(at.aino, { ...nobody, "week.0": luna(), do: "week" });
    const late = await shown.fill({ "week.1": luna() }).press("week", weekForm);
    expect(late.answer.status).toBe(409);
    expect(late.answer.text).toContain(says("admin.history.meanwhile"));
    expect(now().week[1]).toBe(null);
  });
});

describe("a single evening", () => {
  test("goes before the week, and is taken away again", async () => {
    await post(bela, { date: "2026-10-24", person: luna(), do: "add" });
    const basedOn = (await page()).value("based_on");
    await post(bela, { based_on: basedOn, date: "2026-10-20", person: "", do: "add" });
    expect(now().dates).toEqual([
      { date: "2026-10-20", staffId: null },
      { date: "2026-10-24", staffId: at.line.bela.id },
    ]);
    const shown = await page();
    expect(shown.words("#history")).toContain("24 October 2026: as in the usual week → Luna");
    await post(bela, { based_on: shown.value("based_on"), date: "2026-10-20", do: "remove" });
    expect(now().dates).toEqual([{ date: "2026-10-24", staffId: at.line.bela.id }]);
  });

  test.each(["2026-10-18", "2026-02-30", "tomorrow", ""])("%j is none, and says so beside the field", async (date) => {
    const answer = await post(bela, { date, person: luna(), do: "add" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says("admin.on_call.problem.date"));
    expect(now().dates).toEqual([]);
  });
});

describe("the address of the web", () => {
  const asked: { address: string; asking: Asking }[] = [];
  let answer: number | OutgoingError = 200;
  const ask: AskServer = async (address, asking = {}) => {
    asked.push({ address, asking });
    if (answer instanceof OutgoingError) throw answer;
    const rest = { address, movedTo: address, etag: null, lastModified: null, contentType: null, retryAfter: null };
    return { ...rest, status: answer, body: new Uint8Array() };
  };
  const set = (hook: string) => at.aino.post("/admin/on-call/hook", { hook });

  beforeEach(async () => {
    asked.length = 0;
    answer = 200;
    at.line.helpline.ask = ask;
    await set("https://ntfy.example/porch");
  });

  test("is an admin’s to see and to set; a supervisor sees that there is one", async () => {
    expect((await page(at.aino)).value("hook")).toBe("https://ntfy.example/porch");
    const seen = (await page()).answer.text;
    expect(seen).toContain(says("admin.on_call.hook_set"));
    expect(seen).not.toContain("ntfy.example/porch");
    expect((await bela.post("/admin/on-call/hook", { hook: "" })).status).toBe(403);
    const refused = await set("http://ntfy.example/porch");
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(says("admin.on_call.problem.hook"));
    expect(refused.text).toContain('value="http://ntfy.example/porch"');
    await set("");
    expect((await page(at.aino)).value("hook")).toBe("");
  });

  test("is told a test at once, in one JSON, and the page says that it took it", async () => {
    const to = (await bela.post("/admin/on-call/test")).to!;
    expect(asked.map(({ address }) => address)).toEqual(["https://ntfy.example/porch"]);
    expect(asked[0]!.asking.method).toBe("POST");
    expect(JSON.parse(asked[0]!.asking.json!)).toEqual({
      title: says("mail.staff.on_call.test.subject"),
      text: says("mail.staff.on_call.test.text", { time: "11:00" }),
      cause: "test",
      line: null,
      at: "2026-10-19T09:00:00.000Z",
      test: true,
    });
    const shown = await sheet(bela, to.split("#")[0]!);
    expect(shown.words("#saved")).toBe(says("admin.on_call.tested"));
    expect(shown.words("#sent")).toContain(says("admin.on_call.hook_was.sent"));
    expect(shown.words("#sent")).toContain(says("admin.on_call.mail.nobody"));
  });

  test.each([
    [503, says("admin.on_call.hook_status", { status: "503" })],
    [302, says("admin.on_call.hook_status", { status: "302" })],
    [new OutgoingError("private_address"), says("admin.sharing.problem.private_address")],
    [new OutgoingError("off"), says("admin.sharing.problem.off")],
  ])("that does not take a test is said so, and why (%s)", async (said, sentence) => {
    answer = said;
    await bela.post("/admin/on-call/test");
    const shown = await page();
    expect(shown.words("#sent")).toContain(says("admin.on_call.hook_was.failed"));
    expect(shown.words("#sent")).toContain(sentence);
  });

  test("that may not be asked from here is told nothing: the guard of everything that goes out holds", async () => {
    const { openOutgoing } = await import("#src/outgoing/outgoing.ts");
    at.line.helpline.ask = openOutgoing({ allow: [], version: "1" });
    await set("https://127.0.0.1:8443/");
    await bela.post("/admin/on-call/test");
    expect((await page()).words("#sent")).toContain(says("admin.sharing.problem.private_address"));
  });
});

test("who is on call, and that the last message reached nobody, stands in the room seen from above", async () => {
  const above = async () => (await sheet(bela, "/staff/overview")).words("#overview");
  expect(await above()).not.toContain(says("staff.overview.on_call_nobody"));
  await act(at.line, at.line.bela, (tx, emit) =>
    setSettings(tx, emit, { subject: "on_call", values: { onCallWeek: [at.line.bela.id, ...Array(6).fill(null)] } }),
  );
  expect(await above()).toContain(says("staff.overview.on_call", { alias: "Luna" }));
  await bela.post("/admin/on-call/test");
  expect(await above()).toContain(says("staff.overview.on_call_lost"));
});
