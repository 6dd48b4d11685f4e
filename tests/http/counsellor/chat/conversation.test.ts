import { beforeEach, describe, expect, test } from "vitest";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, heardSince, htmx, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

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
  noor = await youth(line, "things at <home>");
  await give(line, noor.id, line.anna);
  path = `/staff/conversation/${noor.id}`;
});

describe("GET /staff/conversation/:id", () => {
  test("shows what was said and a composer; looking alone tells nobody that it was read", async () => {
    const before = line.heard.length;
    const { status, text } = await anna.get(path);
    expect(status).toBe(200);
    expect(text).toContain("things at &lt;home&gt;");
    expect(text).toContain(`action="${path}/send"`);
    expect(heardSince(line, before)).toEqual([]);
  });

  test("two side by side", async () => {
    const sam = await youth(line, "Sam's words");
    await give(line, sam.id, line.anna);
    const { text } = await anna.get(`${path}?beside=${sam.id}`);
    expect(text).toContain("things at &lt;home&gt;");
    expect(text).toContain("Sam&#39;s words");
  });

  test.each(["999", "abc", "-1", "1e3", "%00", "../1", "__proto__"])("beside=%s is refused", async (beside) => {
    expect((await anna.get(`${path}?beside=${beside}`)).status).toBe(403);
  });

  test("one of a colleague and one that does not exist are refused alike", async () => {
    const aino = await staff(line, line.aino);
    const others = await aino.get(path);
    const unknown = await aino.get("/staff/conversation/999");
    expect(others.status).toBe(403);
    expect(others.text).toBe(unknown.text);
    expect(others.text).not.toContain("home");
  });
});

describe("POST …/send", () => {
  test("from a form and from the console: stored once, read by the young person with the alias", async () => {
    const before = line.heard.length;
    const form = { client_id: clientId(), text: "Hi, I am here." };
    expect((await anna.post(`${path}/send`, form)).to).toBe(path);
    expect((await anna.post(`${path}/send`, form, htmx)).status).toBe(204);
    expect(heardSince(line, before)).toEqual(["message.written"]);
    const page = (await noor.get("/")).text;
    expect(page).toContain('<b>Mika</b><p dir="auto">Hi, I am here.</p>');
    expect(page).not.toMatch(/Anna|Peeters/);
  });

  test("the answer says that what it answers was read, and forgets the draft", async () => {
    await anna.post(`${path}/draft`, { text: "Hi" });
    await anna.post(`${path}/send`, { client_id: clientId(), text: "Hi there" });
    expect(rows(files, "draft")).toEqual([]);
    expect(rows(files, "conversation")[0]).toMatchObject({ counsellor_seen_seq: 3 });
  });

  test("a refusal keeps the typed words on the page", async () => {
    const words = "é".repeat(4001);
    const long = await anna.post(`${path}/send`, { client_id: clientId(), text: words });
    expect(long.status).toBe(422);
    expect(long.text).toContain(says("error.too_long", { length: 4001, most: 4000 }));
    expect(typed(long.text, "unsent-words")).toBe(words);
    const scripted = await anna.post(`${path}/send`, { client_id: clientId(), text: "" }, htmx);
    expect([scripted.status, scripted.text]).toEqual([422, says("error.empty")]);
    await noor.post("/end");
    const over = await anna.post(`${path}/send`, { client_id: clientId(), text: "wait" });
    expect(over.status).toBe(410);
    expect(typed(over.text, "unsent-words")).toBe("wait");
  });

  test("a session that is over keeps the typed words on the page", async () => {
    anna.cookies.clear();
    const { status, text } = await anna.post(`${path}/send`, { client_id: clientId(), text: "almost there" });
    expect(status).toBe(403);
    expect(text).toContain(says("error.not_signed_in"));
    expect(typed(text, "unsent-words")).toBe("almost there");
  });

  test("not into a colleague's conversation", async () => {
    const bela = await staff(line, line.bela);
    const { status } = await bela.post(`${path}/send`, { client_id: clientId(), text: "hello" });
    expect(status).toBe(403);
    expect((await noor.get("/")).text).not.toContain("hello");
  });
});

describe("POST …/draft", () => {
  const kept = () => chatDraft(line.helpline.db, { conversationId: noor.id, staffId: line.anna.id });

  test("survives a reload, sealed, and is told to nobody", async () => {
    const before = line.heard.length;
    expect((await anna.post(`${path}/draft`, { text: " half a \u0000sentence\n" }, htmx)).status).toBe(204);
    expect(heardSince(line, before)).toEqual([]);
    expect(kept()).toBe(" half a sentence\n");
    expect(typed((await anna.get(path)).text, `say-${noor.id}`)).toBe(" half a sentence\n");
    expect(Buffer.from(rows<{ body: Uint8Array }>(files, "draft")[0]!.body).toString()).not.toContain("half");
    expect((await noor.get("/")).text).not.toContain("half a");
  });

  test("without scripts it is kept on the way to the other places, and stands there and on the way back", async () => {
    const { status, to } = await anna.post(`${path}/draft`, { client_id: clientId(), text: "half", to: "referrals" });
    expect([status, to, kept()]).toEqual([303, `${path}/referrals`, "half"]);
    const page = (await anna.get(path)).text;
    expect(page).toMatch(new RegExp(`<button type="submit" form="compose-${noor.id}" formaction="${path}/draft"`));
    expect((await anna.post(`${path}/draft`, { text: "half", to: "went-3" })).to).toBe(`${path}/referrals#went-3`);
    expect((await anna.post(`${path}/draft`, { text: "half", to: "//elsewhere.example" })).status).toBe(204);
    await noor.post("/end");
    expect((await anna.get(path)).text).not.toContain(`form="compose-`);
  });

  test("an empty one forgets it; one after the end is refused and what was kept is shown", async () => {
    await anna.post(`${path}/draft`, { text: "half" });
    await anna.post(`${path}/draft`, { text: "" });
    expect(rows(files, "draft")).toEqual([]);
    await noor.post("/end");
    expect((await anna.post(`${path}/draft`, { text: "more" }, htmx)).status).toBe(410);
  });

  test("what another tab has kept goes neither with an empty field nor with words that were sent", async () => {
    await anna.post(`${path}/draft`, { text: "of the other tab" });
    await anna.post(`${path}/draft`, [["text", ""], ["kept", ""], ["kept", "of this one"]]); // biome-ignore format: pairs
    expect(kept()).toBe("of the other tab");
    const words = { client_id: clientId(), text: "hello" };
    await anna.post(`${path}/send`, { ...words, kept: "hell" }, htmx);
    expect(kept()).toBe("of the other tab");
    await anna.post(`${path}/send`, { ...words, client_id: clientId(), kept: "of the other tab" }, htmx);
    expect(kept()).toBe("");
  });
});

describe("the end", () => {
  test("ended once by the counsellor, the young person sees it, the console keeps it until it is closed", async () => {
    const before = line.heard.length;
    expect((await anna.post(`${path}/end`)).to).toBe(path);
    expect((await anna.post(`${path}/end`, {}, htmx)).status).toBe(204);
    expect(line.heard.slice(before)).toEqual([
      { type: "wrap_up.changed", staffId: line.anna.id, on: true },
      { type: "conversation.ended", conversationId: noor.id, staffId: line.anna.id, reason: "ended_by_counsellor" },
    ]);
    expect((await noor.get("/")).text).toContain(says("youth.ended.by_counsellor"));
    expect((await anna.get(path)).text).toContain(says("staff.over.ended_by_counsellor"));
    const after = line.heard.length;
    expect((await anna.post(`${path}/close`, { asked: "yes" })).to).toBe("/staff");
    expect((await anna.post(`${path}/close`, { open: "7" })).to).toBe("/staff/conversation/7");
    expect((await anna.post(`${path}/close`, { open: "//evil.example" })).to).toBe("/staff");
    expect(heardSince(line, after)).toEqual(["conversation.closed"]);
    expect((await anna.get("/staff")).text).not.toContain("things at");
  });

  test("left fast, ended and lost are told apart", async () => {
    await noor.post("/leave");
    expect((await anna.get(path)).text).toContain(says("staff.over.left_fast"));
    const sam = await youth(line);
    await give(line, sam.id, line.anna);
    await sam.post("/end");
    expect((await anna.get(`/staff/conversation/${sam.id}`)).text).toContain(says("staff.over.ended_by_youth"));
  });

  test("one that goes on cannot be closed, one of a colleague not ended", async () => {
    expect((await anna.post(`${path}/close`)).status).toBe(403);
    const bela = await staff(line, line.bela);
    expect((await bela.post(`${path}/end`)).status).toBe(403);
    expect(rows(files, "conversation")).toMatchObject([{ ended_at: null, closed_at: null }]);
  });
});
