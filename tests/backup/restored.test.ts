import { beforeEach, expect, test } from "vitest";
import { settleRestored } from "#src/backup/restored.ts";
import { conversation, openConversations } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import { languages } from "#src/i18n/i18n.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { setOpening } from "#src/queue/line/opening.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { setSetting } from "#src/settings/settings.ts";
import { asks, type Desk, desk, hour, invites, outbox, settles } from "#tests/callback/desk.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, give, heardSince, type Person, person, says, script, staff, youth } from "#tests/support/house/http.ts";
import { looked } from "#tests/support/keys/audit.ts";

// What comes back is of an earlier moment: what people find who knew a later one.

let home: Desk;
let noor: Person & { id: number };
beforeEach(async () => {
  home = await desk();
  await open(home);
  noor = await youth(home, "things at home are bad again");
  await give(home, noor.id, home.anna);
});

const restores = () =>
  home.helpline.db.change("command line", (tx, emit) => settleRestored(tx, emit, { at: home.clock.now() - hour }));

/** Aino opens the door again. */
async function opens() {
  await home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) => {
    const basedOn = settingsHistory.newest(tx, "opening");
    setOpening(tx, emit, { opening: "open", closedNote: {}, basedOn, waiting: 0 });
  });
  await open(home);
}

test("R7: Noor's open page is told that the chat is over and how to write again, and is never an empty chat", async () => {
  const sam = await youth(home, "I wait for somebody");
  await restores();
  expect(openConversations(home.helpline.db)).toEqual([]);
  expect(conversation(home.helpline.db, noor.id)).toMatchObject({ endReason: "lost" });
  const asked = { after: "0", v: "" };
  for (const who of [noor, sam]) {
    const soon = await who.post("/updates", asked, script);
    expect(soon.text).not.toContain('id="text"');
  }
  const over = await noor.get("/");
  expect(over.text).toContain(says("youth.ended.again"));
  expect(over.text).not.toContain('id="text"');
  // She was not there to be told: her words are not gone before she has seen that nobody came.
  expect((await sam.get("/")).text).toContain("I wait for somebody");
  // A chat that began after the copy was made: nothing of it is known.
  const kim = person(home, { cookies: new Map([["s", "x".repeat(43)]]) });
  const sent = await kim.post("/send", { client_id: "0".repeat(32), text: "are you there" }, script);
  expect([sent.status, (await kim.post("/updates", asked, script)).status]).toEqual([410, 410]);
  const door = (await kim.get("/")).text;
  expect(door).toContain(says("backup.restored_note"));
  expect(door).not.toContain('id="text"');
});

test("R7: everyone on the staff signs in anew, and the trail says that a copy was put back, and is whole", async () => {
  const anna = await staff(home, home.anna);
  expect((await anna.get("/staff")).status).toBe(200);
  const before = home.heard.length;
  await restores();
  expect(heardSince(home, before)[0]).toBe("backup.restored");
  expect((await anna.get("/staff")).to).toContain("/staff/sign-in");
  const { broken, unchecked, rows } = await looked(home);
  expect([broken, unchecked]).toEqual([[], []]);
  expect(rows).toBeGreaterThan(0);
  const entries = home.files.data.prepare("SELECT actor, object FROM audit WHERE action = 'backup.restored'").all();
  expect(entries).toEqual([{ actor: "command line", object: "backup:2026-11-24 17:00 UTC" }]);
});

test("R7: the door is closed with a note in each language", async () => {
  await restores();
  for (const language of languages) {
    const { text } = await person(home).get(`/?l=${language}`);
    expect(text).toContain(says("backup.restored_note", {}, language));
  }
  expect((await person(home).post("/start", { text: "hello" })).to).not.toBe("/");
});

test("R7: one that never opened does not say that something broke: its door says that it is not open yet", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "not_yet" }));
  await restores();
  const { text } = await person(home).get("/");
  expect(text).toContain(says("youth.shut.not_yet.text"));
  expect(text).not.toContain(says("backup.restored_note"));
});

test("R7: an admin reads on the page of the opening what to look at, until the helpline is open again", async () => {
  const looksAt = async () => (await (await staff(home, home.aino)).get("/admin/open")).text.includes('id="restored"');
  expect(await looksAt()).toBe(false);
  await restores();
  expect(await looksAt()).toBe(true);
  await opens();
  expect(await looksAt()).toBe(false);
});

test("R7, R9: a mail that waited is not sent, and whoever asked to be written to is written to at most once more, a day later", async () => {
  await asks(home, "noor@example.org");
  await asks(home, "sam@example.org");
  await invites(home);
  const [waits] = outbox(home);
  await home.helpline.db.change("porchlight", (tx, emit) =>
    queueMail(tx, emit, {
      to: "anna@example.org",
      subject: "Your weekly summary",
      text: "…",
      purpose: "digest",
      about: home.anna.id,
    }),
  );
  await restores();
  const mails = home.helpline.db.all(q.selectFrom("mail").select(["outcome", "body"]));
  expect(mails).toEqual(mails.map(() => ({ outcome: "withdrawn", body: null })));
  expect(home.files.keys.prepare("SELECT * FROM mail_wrap").all()).toEqual([]);

  await opens();
  await invites(home);
  expect(outbox(home)).toEqual([]);
  const written: string[] = [];
  for (let hours = 0; hours < 6 * 24; hours += 4) {
    home.clock.pass(4 * hour);
    await open(home);
    await invites(home);
    for (const mail of outbox(home)) {
      expect(hours).toBeGreaterThanOrEqual(16);
      written.push(mail.letter.to);
      await settles(home, mail);
    }
  }
  expect(written.sort()).toEqual(["noor@example.org", "sam@example.org"]);
  expect(waits!.letter.to).toBe("noor@example.org");
});
