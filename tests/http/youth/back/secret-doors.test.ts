import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { gives, noorsSecret, withSecret } from "#tests/support/browser/secrets.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import {
  type FakeClock,
  fakeClock,
  type House,
  house,
  open,
  type SharedHouse,
  shared,
} from "#tests/support/house/helpline.ts";
import {
  clientId,
  cookieHeader,
  field,
  give,
  heardSince,
  type Person,
  person,
  says,
  script,
} from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";
import { codeOn, getsCode, otherPhone } from "#tests/support/people/codes.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
});

const written = /hidden words|answer of Anna|Mika/;
const asked = () => says("youth.secret.ask");

async function talking(at: House = line, where: { origin?: string } = {}) {
  const noor = await withSecret(at, {}, where);
  await give(at, noor.id, at.anna);
  await annaSays(at, noor.id, "the answer of Anna");
  return noor;
}

/** Something for every field that any of them reads. */
const anything = () => ({
  ...{ client_id: clientId(), text: "someone else", place: "here", seen: "0", after: "0", v: "", page: "" },
  ...{ moment: "before", value: "5", say: "here", want: "code", secret: "wrong", sure: "no", q: "school", "was-1": "" },
  ...{ "words-1": "x", code: "six words that nobody was given", address: "x@mail.example", shared: "no" },
});

describe("while the secret word is asked", () => {
  const ours = doors.filter((door) => /^(youth|frame)$/.test(door.audience) && !door.socket);
  const ways = ours.flatMap(({ method, path }) => {
    const at = path.replace(/:\w+/, "x");
    const queries = /^\/(log)?$/.test(path) ? ["", "?earlier=1", "?v=1.2", "?from=waiting&after=0"] : [""];
    return queries.map((query) => [method, `${at}${query}`] as const);
  });

  test("there are doors to try", () => {
    expect(ways.length).toBeGreaterThan(40);
  });

  interface Away {
    home: SharedHouse;
    cookies: Map<string, string>;
  }
  let away: Away[];
  /** Two minutes after somebody was heard of last. */
  async function gone(came: (made: House) => Promise<Person>): Promise<Away> {
    const timed = fakeClock();
    const made = await house({ clock: timed });
    await open(made);
    const { cookies } = await came(made);
    timed.pass(2 * minute);
    return { home: shared(made), cookies };
  }
  beforeAll(async () => {
    away = [await gone(talking), await gone((made) => withSecret(made))];
  });

  test.each(ways)(
    "%s %s gives nothing that was written, to no browser and no script, and is no return",
    async (method, at) => {
      for (const [index, headers] of [{}, script, { "Sec-Fetch-Dest": "iframe" }].entries()) {
        // While they talk, and while they wait; by day in turns.
        for (const { home, cookies } of dayOrNight([away[index % 2]!], away)) {
          const line = await home.open();
          const noor = person(line, { cookies });
          const before = line.heard.length;
          const answer = method === "GET" ? await noor.get(at, headers) : await noor.post(at, anything(), headers);
          expect(answer.text).not.toMatch(written);
          expect(answer.status).toBeLessThan(500);
          expect(heardSince(line, before)).not.toContain("conversation.returned");
          // Also not to whoever comes back with the cookie, when that was taken.
          for (const [name, value] of cookies) noor.cookies.set(name, value);
          for (const path of ["/", "/log", "/box", "/back", "/?earlier=1"]) {
            expect((await noor.get(path)).text).not.toMatch(written);
          }
          expect(line.reported).toEqual([]);
          // What was tried counts, in memory, against the next.
          if (method === "POST") home.spend();
        }
      }
    },
  );
});

describe("a socket", () => {
  let alive: Server;
  afterEach(() => alive.stop());

  test("is refused until it is given, and one that is open hears on", async () => {
    const timed = fakeClock();
    alive = await server({ clock: timed });
    await open(alive);
    const noor = await talking(alive, alive);
    const connect = () => socket(alive.origin, "/live?after=0", cookieHeader(noor.cookies));
    const first = await connect();
    await expect.poll(() => first.text()).toContain("the answer of Anna");
    timed.pass(5 * minute);
    alive.helpline.staff.touched(alive.anna.id);
    await annaSays(alive, noor.id, "are you still there?");
    await expect.poll(() => first.text()).toContain("are you still there?");
    first.close();
    await expect.poll(() => alive.helpline.youth.here()).toEqual([]);
    timed.pass(2 * minute);
    await expect(connect()).rejects.toThrow();
    const poll = await noor.post("/updates", { after: "0" }, script);
    expect([poll.status, poll.text]).toEqual([410, says("youth.secret.first")]);
    expect((await gives(noor, noorsSecret)).to).toBe("/");
    const again = await connect();
    await expect.poll(() => again.text()).toContain("the answer of Anna");
    again.close();
  });
});

describe("with the code of a chat that has a secret word", () => {
  test("nothing shows and nothing moves before it is given", async () => {
    const noor = await talking();
    const code = await getsCode(noor);
    const before = line.heard.length;
    const phone = await otherPhone(line, code);
    expect(phone.answer.status).toBe(200);
    expect(phone.answer.text).toContain(says("youth.secret.with_code"));
    expect(phone.answer.text).not.toMatch(written);
    expect(phone.answer.set).toEqual([]);
    const wrong = await phone.post("/back", { pass: field(phone.answer.text, "pass"), secret: "wrong one" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(says("youth.secret.wrong"));
    expect(wrong.text).not.toMatch(written);
    expect(heardSince(line, before)).toEqual([]);
    expect((await noor.get("/")).text).toContain("my hidden words");
    const right = await phone.post("/back", { pass: field(wrong.text, "pass"), secret: noorsSecret });
    expect(right.to).toBe("/");
    expect((await phone.get("/")).text).toContain("the answer of Anna");
    expect((await noor.get("/")).text).toContain(says("youth.elsewhere.title"));
  });

  test("tries are those of the chat, on whatever phone", async () => {
    const noor = await talking();
    const code = await getsCode(noor);
    while (line.helpline.limiter.take("secret", noor.id));
    const phone = await otherPhone(line, code);
    const late = await phone.post("/back", { pass: field(phone.answer.text, "pass"), secret: noorsSecret });
    expect(late.status).toBe(429);
    expect(late.text).toContain(says("youth.secret.wait", { minutes: 6 }));
    clock.pass(6 * minute);
    expect((await phone.post("/back", { pass: field(late.text, "pass"), secret: noorsSecret })).to).toBe("/");
  });

  test("a chat that was left fast opens again only with it", async () => {
    const noor = await talking();
    const code = await getsCode(noor);
    await noor.get("/leave");
    clock.pass(2 * minute);
    line.helpline.staff.touched(line.anna.id);
    const before = line.heard.length;
    const phone = await otherPhone(line, code);
    expect(heardSince(line, before)).toEqual([]);
    expect((await phone.get("/")).text).not.toMatch(written);
    const pass = field(phone.answer.text, "pass");
    expect((await phone.post("/back", { pass, secret: "moonstone" })).to).toBe("/");
    expect(heardSince(line, before)).toContain("conversation.reopened");
    expect((await phone.get("/")).text).toContain("the answer of Anna");
    clock.pass(2 * minute);
    expect((await phone.get("/")).text).toContain(asked());
  });

  test("whoever forgot it deletes the chat, also one that goes on elsewhere, and gets no cookie of it on the way", async () => {
    const noor = await talking();
    const code = await getsCode(noor);
    const phone = await otherPhone(line, code);
    const question = await phone.post("/back", { pass: field(phone.answer.text, "pass"), want: "clear" });
    expect(question.text).toContain(says("rules.clear.ends"));
    expect(question.text).not.toMatch(written);
    expect(question.set).toEqual([]);
    expect((await noor.get("/")).text).toContain("my hidden words");
    const done = await phone.post("/back", { pass: field(question.text, "pass"), want: "clear", sure: "yes" });
    expect(done.text).toContain(says("rules.clear.done_text"));
    expect((await noor.get("/")).text).not.toMatch(written);
    expect(line.files.keys.prepare("SELECT count(*) FROM secret_word").pluck().get()).toBe(0);
    expect((await otherPhone(line, code)).answer.text).toContain(says("youth.back.wrong"));
  });

  test("a pass that is old, or of nobody, leads nowhere", async () => {
    const answer = await person(line).post("/back", { pass: "of nobody", secret: noorsSecret });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says("youth.back.late"));
    const noor = await talking();
    const phone = await otherPhone(line, codeOn((await noor.post("/back", { want: "code" })).text));
    const pass = field(phone.answer.text, "pass");
    await phone.post("/back", { pass, secret: "wrong one" });
    expect((await phone.post("/back", { pass, secret: noorsSecret })).text).toContain(says("youth.back.late"));
  });
});
