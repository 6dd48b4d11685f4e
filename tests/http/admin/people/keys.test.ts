import { beforeEach, expect, test, vi } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { messages } from "#src/conversation/reading.ts";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { close } from "#src/queue/end/ending.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { holders } from "#src/staff/keys/team-key.ts";
import { annaSays, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open, password } from "#tests/support/house/helpline.ts";
import { act, field, type Person, says } from "#tests/support/house/http.ts";
import { comesOnShift, mistyped, sealsOver } from "#tests/support/keys/keys.ts";

// A key that a password opens takes its time to be made.
vi.setConfig({ testTimeout: 60_000 });

const dayMs = 24 * 3_600_000;
let home: House;
let clock: FakeClock;
let bela: Person;
beforeEach(async () => {
  // A session lasts by the real clock: a month from then is now.
  clock = fakeClock();
  home = await house({ clock });
  bela = await comesOnShift(home, "bela");
});

const held = () => holders(home.helpline.db).flatMap(({ alias, since }) => (since === null ? [] : [alias]));
const supervisor = (name: string, alias: string) =>
  member(home.helpline, name, `${alias} Janssens`, alias, ["counsellor", "supervisor"]);

/** A sheet is made: what is on the paper, and the two words that are asked for. */
async function prints(who: Person) {
  const { text, status } = await who.post("/admin/keys/sheet");
  expect(status).toBe(200);
  const codes = [...text.matchAll(/<code>([^<]+)<\/code>/g)].map(([, code]) => code!);
  const secret = codes.filter((code) => /^[A-Z0-9-]+$/.test(code)).join(" ");
  const words = codes.filter((code) => /^([bdfgklmnprstv][aeiou]){3}$/.test(code));
  expect(words).toHaveLength(6);
  // What opens copies must be known to whoever finds the paper first.
  expect(codes).toEqual(expect.arrayContaining(["porchlight keys recover", "porchlight restore"]));
  const asked = [...text.matchAll(/Check word (\d)/g)].map(([, place]) => words[Number(place) - 1]!);
  return { secret, words: { sheet: field(text, "sheet"), "word-0": asked[0]!, "word-1": asked[1]! } };
}

test("whoever has the key open gives it by one button; a colleague signs in once before", async () => {
  const carl = await supervisor("carl", "Finch");
  const page = await bela.get("/admin/keys");
  expect(page.text).toContain("must sign in once first");
  expect((await bela.post("/admin/keys/give", { staff: String(carl.id) })).status).toBe(422);
  const his = await comesOnShift(home, "carl");
  expect((await his.get("/admin/keys")).text).toContain("You don’t hold the key. Ask Luna for it.");
  expect((await his.post("/admin/keys/give", { staff: String(carl.id) })).status).toBe(403);
  expect((await bela.post("/admin/keys/give", { staff: String(carl.id) })).to).toBe("/admin/keys?done=given");
  expect(held()).toEqual(["Finch", "Luna"]);
  expect((await his.post("/admin/keys/open", { password: "four words make it" })).status).toBe(303);
  expect((await his.get("/admin/keys")).text).toContain("open until you sign out");
  for (const staff of [home.anna.id, home.aino.id, 999]) {
    expect((await bela.post("/admin/keys/give", { staff: String(staff) })).status).toBe(403);
  }
});

test("an admin who is no supervisor sees who holds the key, and opens nothing", async () => {
  const aino = await comesOnShift(home, "aino");
  const { text } = await aino.get("/admin/keys");
  expect(text).toContain("Luna");
  expect(text).not.toContain("/admin/keys/give");
  for (const path of ["open", "give", "rotate", "sheet", "use"]) {
    expect((await aino.post(`/admin/keys/${path}`, { password: "four words make it" })).status).toBe(403);
  }
});

test("whoever is a supervisor no more holds the key no more", async () => {
  await act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: home.bela.id, values: { roles: ["counsellor"] } }),
  );
  expect(held()).toEqual([]);
  expect((await bela.get("/admin/keys")).status).toBe(403);
  await act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: home.bela.id, values: { roles: ["counsellor", "supervisor"] } }),
  );
  expect((await bela.get("/admin/keys")).text).not.toContain("open until you sign out");
});

test("whoever alone can open chats that are over stays a supervisor until there is a sheet, or somebody else can", async () => {
  await open(home);
  const id = await talking(home, "my own words");
  await youthEnds(home, id);
  await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
  clock.pass(60 * 60_000);
  await sealsOver(home);
  const aino = await comesOnShift(home, "aino");
  const account = `/admin/staff/${home.bela.id}`;
  const why =
    "Only Luna can open ended chats, and there is no recovery sheet. First, Luna must give a colleague the team key";
  const demoted = { roles: ["counsellor" as const] };
  const demotes = (staffId = home.bela.id) =>
    act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId, values: demoted }));
  const shut = await aino.post(`${account}/close`, { closed: "yes", based_on: "0", confirm_password: password });
  expect([shut.status, shut.text.includes(why)]).toEqual([422, true]);
  await expect(demotes()).rejects.toMatchObject({ key: "error.keys_last_holder", field: "roles" });
  expect(held()).toEqual(["Luna"]);

  const warned = async () =>
    (await aino.get(account)).text.includes("With a new password, those chats stay locked for good");
  expect(await warned()).toBe(true);

  // A sheet that nobody was seen to have does not help; one whose words were typed does.
  bela = await comesOnShift(home, "bela");
  const { words } = await prints(bela);
  await expect(demotes()).rejects.toMatchObject({ key: "error.keys_last_holder" });
  await bela.post("/admin/keys/prove", words);
  expect(await warned()).toBe(false);
  await demotes();
  expect(held()).toEqual([]);
});

test("of two who hold the key the first may go, the last may not", async () => {
  const carl = await supervisor("carl", "Finch");
  await comesOnShift(home, "carl");
  await bela.post("/admin/keys/give", { staff: String(carl.id) });
  await open(home);
  const id = await talking(home, "my own words");
  await youthEnds(home, id);
  await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
  clock.pass(60 * 60_000);
  await sealsOver(home);
  const closes = (staffId: number) =>
    act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId, values: { closed: true } }));
  await closes(home.bela.id);
  await expect(closes(carl.id)).rejects.toMatchObject({ key: "error.keys_last_holder", field: "closed" });
  expect(held()).toEqual(["Finch"]);
});

test("admins are told until there is a sheet that was looked at, and two people hold the key", async () => {
  const aino = await comesOnShift(home, "aino");
  const told = async () => /<p class="banner nag">([^<]*)/.exec((await aino.get("/admin")).text)?.[1]?.trim() ?? "";
  expect(await told()).toContain("No recovery sheet yet");
  const { words } = await prints(bela);
  expect(await told()).toContain("No recovery sheet yet");
  const wrong = await bela.post("/admin/keys/prove", { ...words, "word-1": "lalala" });
  expect([wrong.status, wrong.text.includes("These words don’t match the recovery sheet")]).toEqual([422, true]);
  expect((await aino.post("/admin/keys/prove", words)).to).toBe("/admin/keys?done=proved");
  expect(await told()).toContain("Only one person holds the team key");
  await supervisor("carl", "Finch");
  await comesOnShift(home, "carl");
  await bela.post("/admin/keys/give", { staff: "4" });
  expect(await told()).toBe("");
  clock.pass(32 * dayMs);
  const later = await comesOnShift(home, "aino");
  expect((await later.get("/admin")).text).toContain("It has been a month");
});

test("the sheet is shown once and is nowhere in the files; with it a supervisor opens the key when nobody else can", async () => {
  const { secret, words } = await prints(bela);
  await bela.post("/admin/keys/prove", words);
  const bytes = Buffer.concat([home.files.data.serialize(), home.files.keys.serialize()]);
  expect(bytes.includes(secret.replaceAll(" ", ""))).toBe(false);
  for (const word of Object.values(words).slice(1)) expect(bytes.includes(word)).toBe(false);

  await supervisor("carl", "Finch");
  const carl = await comesOnShift(home, "carl");
  const wrong = await carl.post("/admin/keys/use", { secret: mistyped(secret) });
  expect([wrong.status, held()]).toEqual([422, ["Luna"]]);
  const { kind, times } = home.helpline.refused.take().at(-1)!;
  expect([kind, times]).toEqual(["sheet", 1]);
  expect((await carl.post("/admin/keys/use", { secret: secret.toLowerCase() })).to).toBe("/admin/keys?done=used");
  expect(held()).toEqual(["Finch", "Luna"]);
  expect((await carl.get("/admin/keys")).text).toContain("open until you sign out");

  // Another sheet takes its place once its words were typed, not before.
  const next = await prints(carl);
  expect((await carl.post("/admin/keys/use", { secret })).status).toBe(303);
  await carl.post("/admin/keys/prove", next.words);
  expect((await carl.post("/admin/keys/use", { secret })).status).toBe(422);
  expect((await carl.post("/admin/keys/use", { secret: next.secret })).status).toBe(303);
});

test("a chat that felt wrong is read by whoever has the key open; others are told whom to ask, and have not opened it", async () => {
  await open(home);
  const id = await talking(home, "my own words");
  await annaSays(home, id, "an answer");
  await act(home, home.anna, (tx, emit) =>
    raiseConcern(tx, emit, { conversationId: id, text: "said while it went on" }),
  );
  await youthEnds(home, id);
  await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
  clock.pass(60 * 60_000);
  await sealsOver(home);
  await act(home, home.anna, (tx, emit) =>
    raiseConcern(tx, emit, { conversationId: id, text: "said when it was over" }),
  );

  await supervisor("carl", "Finch");
  const carl = await comesOnShift(home, "carl");
  const list = await carl.get("/staff/concerns");
  expect(list.text).not.toContain("said w");
  // Two together, and either with the key.
  await bela.post("/staff/concerns/1/open", {});
  await carl.post("/staff/concerns/1/agree", {});
  const shut = await carl.post("/staff/concerns/1/open", {});
  expect(shut.text).toContain("Ask Luna to give you the key");
  expect(shut.text).toContain("The details are locked too.");
  expect(shut.text).toContain('<a href="/admin/keys">');
  expect(shut.text).not.toContain("my own words");
  expect((await carl.post("/staff/concerns/1", { done: "yes" })).status).toBe(403);

  const read = await bela.post("/staff/concerns/1/open", {});
  for (const words of ["my own words", "an answer", "said while it went on", "said when it was over"]) {
    expect(read.text).toContain(words);
  }
  const opened = home.heard.filter(({ type }) => type === "concern.opened");
  expect(opened).toEqual([{ type: "concern.opened", conversationId: id }]);
});

test("a new team key: whoever holds the old one gets it, whoever left does not; chats of before and the sheet stay good", async () => {
  await supervisor("carl", "Finch");
  const dora = await supervisor("dora", "Wren");
  await comesOnShift(home, "carl");
  await comesOnShift(home, "dora");
  for (const staff of ["4", "5"]) await bela.post("/admin/keys/give", { staff });
  const { keyring } = home.helpline.db;
  const left = keyring.team.open(dora.id, (await unlock(keyring.team.staffKeys(dora.id), password))!);
  const { secret, words } = await prints(bela);
  await bela.post("/admin/keys/prove", words);

  await open(home);
  const over = async (text: string) => {
    const id = await talking(home, text);
    await act(home, home.anna, (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text: "" }));
    await youthEnds(home, id);
    await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
    clock.pass(60 * 60_000);
    await sealsOver(home);
    return id;
  };
  await over("words of before");
  const carl = await comesOnShift(home, "carl");
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: dora.id, values: { closed: true } }));
  // What is grave asks for the password ten minutes later: they have just signed in.
  bela = await comesOnShift(home, "bela");
  expect((await bela.post("/admin/keys/rotate")).to).toBe("/admin/keys?done=rotated");
  expect(held()).toEqual(["Finch", "Luna"]);
  const after = await over("words of after");

  for (const n of [1, 2]) {
    await bela.post(`/staff/concerns/${n}/open`, {});
    await carl.post(`/staff/concerns/${n}/agree`, {});
  }
  const reads = async (who: Person) => {
    const answers = [1, 2].map(async (n) => (await who.post(`/staff/concerns/${n}/open`, {})).text);
    const text = (await Promise.all(answers)).join();
    return ["words of before", "words of after"].filter((one) => text.includes(one));
  };
  expect(await reads(bela)).toEqual(["words of before", "words of after"]);
  // Carl had only the old one open.
  expect(await reads(carl)).toEqual([]);
  await carl.post("/admin/keys/open", { password });
  expect(await reads(carl)).toEqual(["words of before", "words of after"]);
  expect(left.size).toBe(1);
  expect(messages({ ...home.helpline.db, keyring: keyring.withTeam(left) }, after)[0]!.text).toBeNull();

  for (const staffId of [home.bela.id, 4]) {
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId, values: { roles: ["counsellor"] } }));
  }
  await supervisor("emma", "Tern");
  const emma = await comesOnShift(home, "emma");
  expect((await emma.post("/admin/keys/use", { secret })).status).toBe(303);
  expect(await reads(emma)).toEqual(["words of before", "words of after"]);
});

test("whoever opens a chat of theirs when it is sealed reads why its words are not there, and no error", async () => {
  await open(home);
  const anna = await comesOnShift(home, "anna");
  const id = await talking(home, "my own words");
  await annaSays(home, id, "an answer");
  await youthEnds(home, id);
  await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
  const why = says("staff.pane.sealed");
  expect((await anna.get(`/staff/conversation/${id}`)).text).not.toContain(why);
  clock.pass(60 * 60_000);
  await sealsOver(home);
  const { status, text } = await anna.get(`/staff/conversation/${id}`);
  expect([status, text.includes(why)]).toEqual([200, true]);
  for (const words of ["my own words", "an answer", "This text can’t be opened"]) expect(text).not.toContain(words);
});

test("whoever holds only a part of the team keys makes neither a sheet nor a new key in the place of those that open all", async () => {
  const { words } = await prints(bela);
  await bela.post("/admin/keys/prove", words);
  expect((await bela.post("/admin/keys/rotate")).status).toBe(303);
  await supervisor("carl", "Finch");
  const carl = await comesOnShift(home, "carl");
  await bela.post("/admin/keys/give", { staff: "4" });
  home.files.keys.prepare("DELETE FROM team_wrap WHERE staff_id = 4 AND team_key_id = 1").run();
  await carl.post("/admin/keys/open", { password });
  for (const path of ["sheet", "rotate"]) {
    const refused = await carl.post(`/admin/keys/${path}`);
    expect([refused.status, refused.text.includes("You hold only some of the team keys")]).toEqual([422, true]);
  }
  expect(home.helpline.db.keyring.sheets.all().map(({ holds }) => holds)).toEqual([[1, 2]]);
  expect((await bela.post("/admin/keys/sheet")).status).toBe(200);
});
