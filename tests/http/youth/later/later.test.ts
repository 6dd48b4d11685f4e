import { beforeEach, describe, expect, test } from "vitest";
import { openCallbacks } from "#src/callback/callback.ts";
import { setSetting } from "#src/settings/settings.ts";
import { asks, type Desk, desk, invites, outbox, refuses, settles } from "#tests/callback/desk.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, type Person, person, script, youth } from "#tests/support/house/http.ts";

let home: Desk;
let noor: Person;
const form = (more = {}) => ({
  address: "noor@mail.example",
  shared: "no",
  from: "",
  to: "",
  line: "1",
  l: "en",
  ...more,
});

beforeEach(async () => {
  home = await desk();
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Kids in need" }));
  noor = person(home);
});

/** Noor asked, and was written to. Returns the path of her link. */
async function invited(): Promise<string> {
  await asks(home, "noor@mail.example");
  await open(home);
  await invites(home);
  const [mail] = outbox(home);
  await settles(home, mail!);
  return `/later/${mail!.token}`;
}

describe("leaving an address", () => {
  test("nobody can find out whether an address was new, known or is not written to any more", async () => {
    const fresh = await noor.post("/later", form());
    const known = await noor.post("/later", form());
    const path = await invited();
    await refuses(home, path.slice("/later/".length));
    const silenced = await person(home).post("/later", form());
    expect(openCallbacks(home.helpline.db)).toEqual([]);
    for (const answer of [fresh, known, silenced]) {
      expect([answer.status, answer.to]).toEqual([303, "/later?sent=1"]);
    }
    expect(fresh.text).toBe(silenced.text);
    const sent = (await noor.get("/later?sent=1")).text;
    expect(sent).not.toContain("mail.example");
    // It tells nobody what was typed, so whoever mistyped needs a way to do it again.
    expect(sent).toContain('<a href="/later">type it again</a>');
  });

  test("what is wrong is said beside each field, and what was typed stays", async () => {
    const answer = await noor.post("/later", form({ address: "noor\r\nBcc: x@y.example", shared: "", from: "60" }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('aria-describedby="address-wrong"');
    expect(answer.text).toContain("Choose one of the three answers.");
    expect(answer.text).toContain("Bcc: x@y.example");
    expect(openCallbacks(home.helpline.db)).toEqual([]);
  });

  test("a mailbox that others could read is asked about once more", async () => {
    for (const shared of ["yes", "unsure"]) {
      expect((await noor.post("/later", form({ shared }))).text).toContain("Someone else could see the email");
    }
    expect(openCallbacks(home.helpline.db)).toEqual([]);
    expect((await noor.post("/later", form({ shared: "yes", sure: "yes" }))).status).toBe(303);
    expect(openCallbacks(home.helpline.db)).toHaveLength(1);
  });

  test("whoever asks for many is told to wait, with what was typed; from one chat it is a few", async () => {
    await open(home);
    const sam = await youth(home, "hello");
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1)
      statuses.push((await sam.post("/later", form({ address: `a${n}@mail.example` }))).status);
    expect(statuses).toEqual([303, 303, 303, 303, 429]);
    const refused = await sam.post("/later", form({ address: "last@mail.example" }));
    expect(refused.text).toContain('value="last@mail.example"');
    // As a script shows it beside the chat: anything else it would take for a network that is gone.
    expect((await sam.post("/later", form(), script)).status).toBe(200);
    expect((await person(home).post("/later", form())).status).toBe(303);
  });

  test("while somebody is there a stranger is led to the door, and an address sent all the same is taken", async () => {
    await open(home);
    expect((await noor.get("/later")).text).toContain("Someone’s here now");
    expect((await noor.post("/later", form())).status).toBe(303);
  });

  test("where no mails are promised nothing is asked, and nothing kept", async () => {
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "callbackOn", value: false }));
    expect((await noor.get("/later")).text).toContain("We can’t email you right now");
    expect((await noor.get("/")).text).not.toContain("/later");
    expect((await noor.post("/later", form())).text).toContain("We can’t email you right now");
    expect(openCallbacks(home.helpline.db)).toEqual([]);
  });

  test("the door says so where nobody is there, and the page says the literal sender and subject", async () => {
    expect((await noor.get("/")).text).toContain('href="/later"');
    const { text } = await noor.get("/later");
    expect(text).toContain("Info");
    await asks(home, "sam@mail.example");
    await open(home);
    await invites(home);
    expect(text).toContain(outbox(home)[0]!.letter.subject);
  });
});
