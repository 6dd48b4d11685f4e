import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { rates } from "#src/http/limits/limits.ts";
import { inLine } from "#src/queue/claim.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, field, give, heardSince, person, says, script, staff, youth } from "#tests/support/house/http.ts";
import { beginsAgain, codeOn, getsCode, otherPhone, types } from "#tests/support/people/codes.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "the secret words");
});

const talk = () => give(line, noor.id, line.anna);
const wrong = () => says("youth.back.wrong");

describe("the page", () => {
  test("is linked from the door, the line, the chat and the end, and says nothing of a chat in its address and title", async () => {
    expect((await person(line).get("/")).text).toContain('href="/back"');
    expect((await noor.get("/")).text).toContain('href="/back"');
    await talk();
    expect((await noor.get("/")).text).toContain('href="/back"');
    const page = await noor.get("/back");
    expect(page.text).toContain("<title>Chat</title>");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.text).not.toMatch(/secret words|Mika/);
    await noor.post("/end");
    expect((await noor.get("/")).text).toContain('href="/back"');
  });

  test("offers a code to whoever is in a chat, and a field to whoever is not", async () => {
    const [inChat, outside] = [await noor.get("/back"), await person(line).get("/back")];
    expect(inChat.text).toContain(says("youth.code.get"));
    expect(inChat.text).toContain(says("youth.code.warning"));
    expect(inChat.text).not.toContain('name="code"');
    expect(outside.text).toContain('name="code"');
    expect(outside.text).not.toContain(says("youth.code.get"));
    expect((await person(line).post("/back", { want: "code" })).status).toBe(422);
  });
});

describe("a code", () => {
  test("that there is already is said before another is asked for, to nobody who opens the page after a while away", async () => {
    const said = async (who = noor) => (await who.get("/back")).text;
    expect(await said()).toContain(says("youth.code.new"));
    await talk();
    const code = await getsCode(noor);
    expect(await said()).toContain(says("youth.code.new_own"));
    await noor.post("/end");
    const again = { ...noor, ...(await beginsAgain(line, code)) };
    await give(line, inLine(line.helpline.db).at(-1)!.id, line.anna);
    expect(await said(again)).toContain(says("youth.code.new_earlier"));
    // As it says: the new one leads to this chat alone, and the old one nowhere.
    const other = await getsCode(again);
    expect(await said(again)).toContain(says("youth.code.new_own"));
    expect((await otherPhone(line, code)).answer.text).toContain(wrong());
    await again.post("/end");
    const shown = (await otherPhone(line, other)).answer.text;
    expect(shown).toContain(says("youth.again.title"));
    clock.pass(minute);
    expect(await said(again)).not.toContain(says("youth.code.new_own"));
  });

  test("is shown once, with its warning, in no address, and a new one takes its place", async () => {
    const shown = await noor.post("/back", { want: "code" });
    const first = codeOn(shown.text);
    expect(first.split(" ")).toHaveLength(6);
    expect(shown.text).toContain(says("youth.code.warning"));
    expect(shown.headers.get("cache-control")).toBe("no-store");
    expect(shown.to).toBeNull();
    for (const path of ["/", "/back"]) expect((await noor.get(path)).text).not.toContain(first);
    const second = await getsCode(noor);
    expect(second).not.toBe(first);
    expect((await otherPhone(line, first)).answer.text).toContain(wrong());
    expect((await otherPhone(line, second)).answer.to).toBe("/");
  });

  test("is of the language of the chat, and never tells a counsellor or the trail that there is one", async () => {
    const before = line.heard.length;
    const code = await getsCode(noor);
    expect(heardSince(line, before)).toEqual(["return_code.made"]);
    const trail = line.helpline.db.all(q.selectFrom("audit").select(["action", "after"]));
    expect(JSON.stringify(trail)).not.toMatch(/return_code/);
    await talk();
    const seen = await (await staff(line, line.anna)).get(`/staff/conversation/${noor.id}`);
    for (const word of [code, says("youth.code.title")]) expect(seen.text).not.toContain(word);
  });

  test("is asked for a few times in a chat and no more", async () => {
    for (let n = 0; n < rates.newCode.burst; n += 1) await getsCode(noor);
    const refused = await noor.post("/back", { want: "code" });
    expect(refused.status).toBe(429);
    expect(refused.text).toContain(says("error.too_fast"));
  });
});

describe("on another phone", () => {
  test("a chat goes on there, however the code is typed; the first is told, once, and hears nothing more", async () => {
    await talk();
    const code = await getsCode(noor);
    const before = line.heard.length;
    const sloppy = ` ${code.toUpperCase().replaceAll(" ", " - ")} `;
    const phone = await otherPhone(line, sloppy);
    expect(phone.answer).toMatchObject({ status: 303, to: "/" });
    expect(phone.answer.text).toBe("");
    expect(heardSince(line, before)).toEqual(["conversation.moved", "message.written"]);
    const there = (await phone.get("/")).text;
    expect(there).toContain("the secret words");
    expect((await phone.post("/send", { client_id: clientId(), text: "still me" })).to).toBe("/");

    expect((await noor.post("/send", { client_id: clientId(), text: "lost?" }, script)).status).toBe(410);
    const gone = await noor.get("/");
    expect(gone.text).toContain(says("youth.elsewhere.title"));
    expect(gone.text).not.toMatch(/secret words|Mika/);
    expect(noor.cookies.size).toBe(0);
    expect((await noor.get("/")).text).toContain(says("youth.door.label"));
  });

  test("the counsellor reads that it goes on elsewhere; the phone it came to does not, which has missed nothing either", async () => {
    await talk();
    const phone = await otherPhone(line, await getsCode(noor));
    const page = await (await staff(line, line.anna)).get(`/staff/conversation/${noor.id}`);
    expect(page.text).toContain(says("notice.moved"));
    const there = (await phone.get("/")).text;
    for (const text of [there, (await phone.get("/", script)).text]) expect(text).not.toContain(says("notice.moved"));
    const seqs = [...there.matchAll(/<li id="m(\d+)"/g)].map(([, seq]) => Number(seq));
    expect(seqs).toEqual([1, 2, 3]);
    const news = (await phone.post("/updates", { after: "0", v: "" }, script)).text;
    expect(news).toContain("the secret words");
    expect(news).not.toContain(says("notice.moved"));
  });

  test("a place in line goes along, and a second use brings it back", async () => {
    const code = await getsCode(noor);
    const sam = await youth(line, "Sam waits behind");
    const phone = await otherPhone(line, code);
    expect(inLine(line.helpline.db).map(({ id }) => id)).toEqual([noor.id, sam.id]);
    expect((await types(noor, code)).to).toBe("/");
    expect((await noor.get("/")).text).toContain("the secret words");
    expect((await phone.get("/")).text).toContain(says("youth.elsewhere.title"));
  });

  test("the form of the start, sent again on the first one, does not take it back", async () => {
    const kim = person(line);
    const door = await kim.get("/");
    const form = { client_id: field(door.text, "client_id"), rules: field(door.text, "rules"), text: "Kim’s words" };
    expect((await kim.post("/start", form)).to).toBe("/");
    const phone = await otherPhone(line, await getsCode(kim));
    expect((await kim.post("/start", form)).to).toBe("/");
    expect((await phone.get("/")).text).toContain("Kim’s words");
    expect((await kim.get("/")).text).not.toContain("Kim’s words");
  });

  test("a chat that rests goes on", async () => {
    await talk();
    const code = await getsCode(noor);
    await noor.post("/here", { say: "later" });
    expect(line.heard.at(-2)?.type).toBe("conversation.paused");
    const before = line.heard.length;
    const phone = await otherPhone(line, code);
    expect(heardSince(line, before)).toContain("conversation.resumed");
    expect((await phone.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  });

  test("what is open in a browser is not left for a code", async () => {
    const code = await getsCode(noor);
    const sam = await youth(line, "Sam’s words");
    const answer = await types(sam, code);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says("youth.back.going"));
    expect((await sam.get("/")).text).toContain("Sam’s words");
    expect((await noor.get("/")).text).toContain("the secret words");
    expect((await types(noor, code)).to).toBe("/");
  });
});

test("a contact tells whether somebody came with a code, whatever they chose to show, and not with which", async () => {
  const returned = () =>
    line.helpline.db.all(q.selectFrom("contact").select("returned").orderBy("id")).map((one) => one.returned);
  await talk();
  const code = await getsCode(noor);
  await noor.post("/end");
  expect(returned()).toEqual([0]);
  const again = await beginsAgain(line, code);
  await again.post("/end");
  expect(returned()).toEqual([0, 1]);
});
