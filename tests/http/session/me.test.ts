import { beforeEach, describe, expect, test } from "vitest";
import { account, type MemberValues, memberHistory, setMember } from "#src/staff/accounts/member.ts";
import { setNames } from "#src/staff/accounts/names.ts";
import { signalsOf } from "#src/staff/accounts/signals.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { type House, house, open, password } from "#tests/support/house/helpline.ts";
import { act, type Form, field, type Person, person, says, staff } from "#tests/support/house/http.ts";

let line: House;
let anna: Person;

beforeEach(async () => {
  line = await house();
  anna = await staff(line, line.anna);
});

const valuesNow = () => account(line.helpline.db, line.anna.id)!.values;
const form = { based_on: "0", warned: "", alias: "Kingfisher", language: "fr", languages: "nl" };

describe("/staff/me", () => {
  test("is there for everybody of the staff, and leads there from the console and every page", async () => {
    for (const who of [line.anna, line.bela, line.aino]) {
      const one = await staff(line, who);
      expect((await one.get("/staff/me")).text).toContain(says("session.me.title"));
      expect((await one.get("/staff")).text).toContain('href="/staff/me"');
    }
    expect((await anna.get("/staff/me")).text).toMatch(/href="\/staff\/me" aria-current="page"/);
    expect((await person(line).get("/staff/me")).to).toBe("/staff/sign-in");
  });

  test("says what is kept of when they were available, and when the rest goes", async () => {
    expect((await anna.get("/staff/me")).text).toContain(says("session.me.presence", { days: 90 }));
  });

  test("the name, the language of the pages, those of the chats: kept, and said in the new language", async () => {
    const saved = (await anna.post("/staff/me", form)).to!;
    expect(saved).toMatch(/^\/staff\/me\?saved=\d+$/);
    const page = (await anna.get(saved)).text;
    expect(page).toContain(says("admin.form.saved", {}, "fr"));
    expect(field(page, "alias")).toBe("Kingfisher");
    expect(valuesNow()).toMatchObject({ alias: "Kingfisher", language: "fr", languages: ["nl"] });
    expect(valuesNow().roles).toEqual(["counsellor"]);
  });

  test.each<[string, Partial<typeof form>, string]>([
    ["nothing", { alias: " " }, says("session.wrong.empty")],
    ["the own name", { alias: "peeters" }, says("session.wrong.alias_is_name")],
    ["a colleague’s", { alias: "lúna", warned: "lúna" }, says("session.alias_taken")],
    ["a name many have", { alias: "Zoé" }, says("session.wrong.alias_given")],
    ["a way to reach her", { alias: "Mika insta: mika.k99" }, says("session.wrong.alias_contact")],
    ["an unknown language", { language: "xx" }, says("session.wrong.language")],
    ["an unknown language to chat in", { languages: "xx" }, says("session.wrong.language")],
  ])("%s is refused beside its field, and stays as it was typed", async (_what, change, sentence) => {
    const { status, text } = await anna.post("/staff/me", { ...form, ...change });
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    expect(field(text, "alias")).toBe((change.alias ?? form.alias).trim());
    expect(valuesNow().alias).toBe("Mika");
  });

  test("a name that many have is taken when it is sent again; her own old one is never asked about", async () => {
    expect((await anna.post("/staff/me", { ...form, alias: "Mika" })).status).toBe(303);
    const basedOn = field((await anna.get("/staff/me")).text, "based_on");
    const zoe = { ...form, based_on: basedOn, alias: "Zoé", warned: "Zoé" };
    expect((await anna.post("/staff/me", zoe)).status).toBe(303);
  });

  test("in a chat the young person goes on talking with the same name", async () => {
    await open(line);
    await takes(line, line.anna, await comesIn(line, "hello?"));
    const { status, text } = await anna.post("/staff/me", form);
    expect(status).toBe(422);
    expect(text).toContain(says("error.alias_in_chat", { alias: "Mika" }));
  });

  const byAino = (values: Partial<MemberValues>) =>
    act(line, line.aino, (tx, emit) => setMember(tx, emit, { staffId: line.anna.id, values }));

  test("an admin changed the same meanwhile: she sees what, and loses nothing", async () => {
    await byAino({ languages: ["fr"] });
    const late = await anna.post("/staff/me", form);
    expect(late.status).toBe(409);
    expect(late.text).toContain("Chat languages: own language → French");
    expect(field(late.text, "alias")).toBe("Kingfisher");
    const again = { ...form, based_on: field(late.text, "based_on") };
    expect((await anna.post("/staff/me", again)).status).toBe(303);
    expect(valuesNow()).toMatchObject({ alias: "Kingfisher", languages: ["nl"] });
  });

  test("an admin changed the roles meanwhile: that is none of her form’s business, and stays", async () => {
    await byAino({ roles: ["counsellor", "supervisor"] });
    expect((await anna.post("/staff/me", form)).status).toBe(303);
    expect(valuesNow()).toMatchObject({ alias: "Kingfisher", roles: ["counsellor", "supervisor"] });
  });

  test("nothing that an admin takes in the same moment comes back with her form", async () => {
    await byAino({ roles: ["counsellor", "admin"] });
    const next = memberHistory.newest(line.helpline.db, line.anna.id) + 1;
    // Aino's change is on its way when the form is read, and committed before it.
    const [, answer] = await Promise.all([
      byAino({ roles: ["counsellor"] }),
      anna.post("/staff/me", { ...form, based_on: String(next) }),
    ]);
    expect(answer.status).toBe(303);
    expect(valuesNow()).toMatchObject({ alias: "Kingfisher", roles: ["counsellor"] });
  });

  test("shows what only an admin can change, and whom to ask", async () => {
    const page = (await anna.get("/staff/me")).text;
    expect(page).toContain(says("session.me.yours", { name: "Anna Peeters", sign_in: "anna", roles: "counsellor" }));
    expect(page).toContain(says("session.me.yours_wrong", { people: "Robin" }));
  });

  test("an admin is led to where it can be put right, not to herself", async () => {
    const page = (await (await staff(line, line.aino)).get("/staff/me")).text;
    expect(page).toContain(`href="/admin/staff/${line.aino.id}"`);
    expect(page).not.toContain(says("session.me.yours_wrong", { people: "Robin" }));
  });

  test("her own sign-in name is no name for young people", async () => {
    await act(line, line.aino, (tx, emit) =>
      setNames(tx, emit, { staffId: line.anna.id, realName: "Anna Peeters", signInName: "kingfisher@porch.example" }),
    );
    const { status, text } = await anna.post("/staff/me", form);
    expect(status).toBe(422);
    expect(text).toContain(says("session.wrong.alias_is_sign_in"));
    expect(text).toContain(`<title>Error: ${says("session.me.title")}`);
  });
});

describe("POST /staff/me/password", () => {
  const change: Form = { old_password: password, password: "five words of mine now" };

  test("[ASVS 6.2.2, 7.4.3] with the one that holds: another holds, and only the other sessions end", async () => {
    const elsewhere = await staff(line, line.anna);
    expect((await anna.post("/staff/me/password", change)).to).toBe("/staff/me?saved=password");
    expect((await anna.get("/staff/me?saved=password")).text).toContain(says("session.me.password_saved"));
    expect((await elsewhere.get("/staff")).to).toBe("/staff/sign-in");
    const signIn = (tried: string) => person(line).post("/staff/sign-in", { name: "anna", password: tried });
    expect((await signIn(password)).status).toBe(422);
    expect((await signIn("five words of mine now")).to).toBe("/staff");
  });

  test("[ASVS 6.2.3] a wrong old one and a short new one are refused beside their fields", async () => {
    const { status, text } = await anna.post("/staff/me/password", { old_password: "guess", password: "short" });
    expect(status).toBe(422);
    expect(text).toContain(says("session.wrong.old_password"));
    expect(text).toContain(says("session.wrong.password_short", { least: 15 }));
    expect(text).not.toContain("guess");
  });

  test.each([
    ["anna loves the sea", says("session.wrong.password_name")],
    ["correct horse battery staple", says("session.wrong.password_common")],
    ["123456789012345", says("session.wrong.password_row")],
    ["aaaaaaaaaaaaaaaa", says("session.wrong.password_repeated")],
  ])("one that is guessed first is refused: %s", async (weak, sentence) => {
    const { status, text } = await anna.post("/staff/me/password", { ...change, password: weak });
    expect(status).toBe(422);
    expect(text).toContain(sentence);
  });

  test("guessing is slowed down as it is at the door", async () => {
    const tries = [];
    for (let i = 0; i < 8; i += 1) {
      tries.push((await anna.post("/staff/me/password", { ...change, old_password: "guess" })).status);
    }
    expect(tries).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
  });
});

describe("POST /staff/me/signals", () => {
  const kept = () => signalsOf(line.helpline.db, line.anna.id);

  test("how Anna wants to be called: kept on her account, and said; the button in the bar keeps only the sounds", async () => {
    expect(kept()).toEqual({ young: null, colleagues: null, notices: null });
    expect((await anna.get("/staff/me")).text).not.toContain("data-sound=");
    await anna.post("/staff/me/signals", { do: "sound" });
    expect(kept()).toEqual({ young: true, colleagues: true, notices: null });
    const saved = (await anna.post("/staff/me/signals", { do: "save", colleagues: "yes", notices: "yes" })).to!;
    expect(saved).toBe("/staff/me?saved=signals");
    const page = (await anna.get(saved)).text;
    expect(page).toContain(says("admin.form.saved"));
    expect(page).toContain('data-sound="colleagues" data-notices="on"');
    expect(kept()).toEqual({ young: false, colleagues: true, notices: true });
    expect((await anna.post("/staff/me/signals", { do: "nothing" })).status).toBe(422);
  });
});

describe("POST /staff/me/address", () => {
  const give = (who: Person, address: string) => who.post("/staff/me/address", { address });

  test("[ASVS 14.2.6] keeps where somebody is written to, for their eyes alone; admins see that there is one", async () => {
    const aino = await staff(line, line.aino);
    const member = `/admin/staff/${line.anna.id}`;
    expect((await aino.get(member)).text).toContain(says("admin.member.address_no", { alias: "Mika" }));
    const saved = (await give(anna, " anna@example.org ")).to!;
    const own = (await anna.get(saved)).text;
    expect(own).toContain(says("admin.form.saved"));
    expect(field(own, "address")).toBe("anna@example.org");
    const seen = (await aino.get(member)).text;
    expect(seen).toContain(says("admin.member.address_yes", { alias: "Mika" }));
    for (const path of [member, "/admin/staff", "/staff/me"]) {
      expect((await aino.get(path)).text).not.toContain("anna@example");
    }
    await give(anna, "");
    expect(field((await anna.get("/staff/me")).text, "address")).toBe("");
  });

  test("asks admins alone whether they want what became of each week", async () => {
    const aino = await staff(line, line.aino);
    const box = (text: string) => text.match(/<input[^>]*name="digest"[^>]*>/)?.[0];
    expect(box((await anna.get("/staff/me")).text)).toBeUndefined();
    expect(box((await aino.get("/staff/me")).text)).not.toContain("checked");
    await aino.post("/staff/me/address", { address: "aino@example.org", digest: "yes" });
    expect(box((await aino.get("/staff/me")).text)).toContain("checked");
    await aino.post("/staff/me/address", { address: "aino@example.org" });
    expect(box((await aino.get("/staff/me")).text)).not.toContain("checked");
  });

  test("refuses what is no address beside the field, with what was typed in it", async () => {
    const answer = await give(anna, "anna at home");
    expect(answer.status).toBe(422);
    expect(field(answer.text, "address")).toBe("anna at home");
    expect(answer.text).toMatch(/id="address-wrong"/);
  });
});
