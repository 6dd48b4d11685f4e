import { beforeEach, describe, expect, test } from "vitest";
import { linkState } from "#src/callback/link.ts";
import { addLine, lineValues, retireLine } from "#src/hours/lines.ts";
import { setSetting } from "#src/settings/settings.ts";
import { asks, type Desk, desk, hour, invites, outbox, settles } from "#tests/callback/desk.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, clientId, type Person, person, says, youth } from "#tests/support/house/http.ts";

let home: Desk;
let noor: Person;

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

const kind = (path: string) => linkState(home.helpline.db, path.slice("/later/".length), home.clock.now()).kind;

describe("the link of a mail", () => {
  test("opening uses nothing up, and its page tells neither the name nor the topic", async () => {
    const path = await invited();
    for (let n = 0; n < 3; n += 1) {
      const { text, status } = await noor.get(path);
      expect(status).toBe(200);
      expect(text).toContain("Continue?");
      expect(text).not.toContain("Kids in need");
      expect(text).not.toContain("mail.example");
    }
    expect(kind(path)).toBe("open");
  });

  test("it says in which language is answered, where that is not the one of the page", async () => {
    const path = await invited();
    const answered = says("youth.lines.answered", { languages: says("youth.lines.in.en", {}, "nl") }, "nl");
    expect((await noor.get(`${path}?l=nl`)).text).toContain(answered);
    expect((await noor.get(`${path}?l=en`)).text).not.toContain("You can write here");
  });

  test("Continue leads to the front of the line, once; the same form again to the same place", async () => {
    const path = await invited();
    const sent = { client_id: clientId(), rules: "1" };
    const first = await noor.post(path, sent);
    expect([first.status, first.to]).toEqual([303, "/"]);
    expect(kind(path)).toBe("used");
    expect((await noor.post(path, sent)).to).toBe("/");
    const other = await person(home).post(path, { client_id: clientId(), rules: "1" });
    expect(other.text).toContain("This link has been used");
    expect(other.text).toContain(says("youth.later.link.used.text"));
    const again = (await noor.get(path)).text;
    expect(again).toContain(says("youth.later.link.used.here"));
    expect(again).toContain(says("youth.frame.back_to_chat"));
    expect((await noor.get("/")).text).toContain("You’re next");
  });

  test("whoever has a chat open on the device is led back to it, and the link stays good", async () => {
    const path = await invited();
    const sam = await youth(home, "hello");
    expect((await sam.get(path)).text).toContain("Something’s still open on this device");
    expect((await sam.post(path, { client_id: clientId(), rules: "1" })).to).toBe("/");
    expect(kind(path)).toBe("open");
  });

  test("one tap says no more, also after it has become too old for anything else", async () => {
    const path = await invited();
    const answer = await noor.post(`${path}/stop`, { sent: "1" });
    expect(answer.to).toBe(path);
    expect((await noor.get(path)).text).toContain("We won’t write again");
    expect((await noor.post(`${path}/stop`, { sent: "1" })).to).toBe(path);
  });

  test("of a line that is out of use it leads to the front of another, and tells the hours of that one", async () => {
    const path = await invited();
    await act(home, home.aino, (tx, emit) => {
      addLine(tx, emit, { ...lineValues(tx, 1), name: "Night" });
      retireLine(tx, emit, { lineId: 1, retired: true });
    });
    const { text } = await noor.get(path);
    expect(text).toContain("Continue?");
    expect((await noor.post(path, { client_id: clientId(), rules: "1" })).to).toBe("/");
    expect((await noor.get("/")).text).toContain("You’re next");
  });

  test("too old, unknown, and nobody there: said, and what was meant is lost to nobody", async () => {
    const path = await invited();
    expect((await noor.get("/later/nothing")).status).toBe(404);
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
    expect((await noor.get(path)).text).toContain("Your link still works");
    const refused = await noor.post(path, { client_id: clientId(), rules: "1" });
    expect(refused.status).toBe(422);
    expect(kind(path)).toBe("open");
    home.clock.pass(8 * 24 * hour);
    const old = await noor.get(path);
    expect(old.text).toContain("This link is too old");
    // Whoever asks again and again for the address of another is stopped by an old link too.
    expect(old.text).toContain(`action="${path}/stop"`);
    await noor.post(`${path}/stop`, { sent: "1" });
    expect((await noor.get(path)).text).toContain("We won’t write again");
  });
});
