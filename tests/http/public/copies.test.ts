import { readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { machines, removeMachine } from "#src/backup/standby/machines.ts";
import { openOfferedFiles } from "#src/backup/standby/offered.ts";
import { codeFor, type ShownFile } from "#src/backup/standby/shown.ts";
import { hourMs, minuteMs } from "#src/clock.ts";
import { rates } from "#src/http/limits/limits.ts";
import { strangers } from "#src/http/limits/render-queue.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { filesOf, lay, lets, noise, type Second, secondMachine } from "#tests/backup/standby/second.ts";
import { house, open } from "#tests/support/house/helpline.ts";
import { act, script, staff, youth } from "#tests/support/house/http.ts";

let second: Second;
let now: number;
beforeEach(async () => {
  second = await secondMachine();
  now = second.clock.now();
});

const asks = (
  path: string,
  { token = second.token, ...headers }: Record<string, string> = {},
  init: RequestInit = {},
) => second.home.app.request(path, { ...init, headers: { Authorization: `Bearer ${token}`, ...headers } });
const proves = (body: string) =>
  asks("/copies/proof", { "Content-Type": "application/json" }, { method: "POST", body });
const json = async (answer: Response) => [answer.status, await answer.json()];
const list = async () =>
  ((await (await asks("/copies")).json()) as { files: unknown }).files as {
    name: string;
    size: number;
    sha256: string;
    age: number;
  }[];
/** As a machine does that has all of it, but for a change. */
const shows = async (change: (files: ShownFile[]) => object[], from = second.copies) => {
  const { files, question } = (await (await asks("/copies")).json()) as { files: ShownFile[]; question: string };
  const codeOf = ({ name }: ShownFile) => codeFor(question, { name, file: join(from, name) });
  const shown = await Promise.all(files.map(async (one) => ({ ...one, code: await codeOf(one) })));
  return json(await proves(JSON.stringify({ question, files: change(shown) })));
};

describe("GET /copies", () => {
  test("says of each file of a copy that counts what it is called, how large and how old it is, and its hash", async () => {
    await lay(second.copies, now - 3 * hourMs, { opened: false });
    const base = await lay(second.copies, now - 2 * hourMs);
    const delta = await lay(second.copies, now - minuteMs, { since: base });
    writeFileSync(join(second.copies, `${base}.data.age.part`), "half");
    writeFileSync(join(second.copies, "drill.json"), "{}");
    const answer = await asks("/copies");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.headers.getSetCookie()).toEqual([]);
    const { at, files } = (await answer.json()) as { at: number; files: { name: string; sha256: string }[] };
    expect(at).toBe(now);
    expect(files.map(({ name }) => name)).toEqual([...filesOf(delta), ...filesOf(base)]);
    expect(files[0]).toMatchObject({ size: 3_000, age: 60, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(6);
  });

  test("what is read once is not read again, unless it has changed", async () => {
    const name = await lay(second.copies, now - hourMs);
    writeFileSync(join(second.copies, `${name}.opened.json`), "{}");
    const [before] = await list();
    expect(before!.sha256).toBe((await list())[0]!.sha256);
    writeFileSync(join(second.copies, `${name}.data.age`), noise("others", 4_000));
    expect((await list())[0]!.sha256).not.toBe(before!.sha256);
  });

  test("without a copy, or a folder of them, there is nothing, and nothing is reported", async () => {
    expect(await list()).toEqual([]);
    const other = await house();
    const token = await lets(other, "cellar");
    const answer = await other.app.request("/copies", { headers: { Authorization: `Bearer ${token}` } });
    const nothing = { at: expect.any(Number), zone: "Europe/Brussels", files: [], question: expect.any(String) };
    expect(await json(answer)).toEqual([200, nothing]);
    expect(other.reported).toEqual([]);
  });
});

describe("who is let in", () => {
  test("[ASVS 8.2.1] only a token as it was given, and no session; the answer is a code, not a page", async () => {
    const person = await staff(second.home, second.home.aino);
    const refused = { error: "token_refused" };
    for (const given of [
      "",
      "Bearer",
      "Bearer ",
      `Bearer ${second.token}x`,
      `Basic ${second.token}`,
      `Bearer ${second.token.toUpperCase()}`,
      second.token,
    ]) {
      const answer = await second.home.app.request("/copies", { headers: { Authorization: given } });
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      expect(await json(answer)).toEqual([401, refused]);
    }
    expect(await json(await person.send("/copies"))).toEqual([401, refused]);
    expect(await json(await second.home.app.request(`/copies?token=${second.token}`))).toEqual([401, refused]);
    const stored = JSON.stringify(second.home.files.data.prepare("SELECT * FROM second_machine").all());
    expect(stored).not.toContain(second.token);
  });

  test("the token of another helpline, or of a machine that was removed, is none; the other machines go on", async () => {
    const attic = await lets(second.home, "attic");
    const elsewhere = await lets(await house(), "cellar");
    expect((await asks("/copies", { token: elsewhere })).status).toBe(401);
    const [cellar] = machines(second.home.helpline.db);
    await act(second.home, second.home.aino, (tx, emit) => removeMachine(tx, emit, { machineId: cellar!.id }));
    expect((await asks("/copies")).status).toBe(401);
    expect((await asks("/copies", { token: attic })).status).toBe(200);
  });

  test("[ASVS 16.3.2] guessing is slowed down and recorded, and the machine itself is still let in", async () => {
    const answers = [];
    for (let n = 0; n < rates.copiesWrong.burst + 5; n += 1)
      answers.push((await asks("/copies", { token: "x".repeat(43) })).status);
    expect(answers.slice(0, rates.copiesWrong.burst).every((status) => status === 401)).toBe(true);
    expect(answers.slice(rates.copiesWrong.burst)).toEqual(Array(5).fill(429));
    expect((await asks("/copies")).status).toBe(200);
    await runJob(second.home.helpline, jobs.find(({ name }) => name === "what was refused")!);
    const noted = second.home.files.data
      .prepare("SELECT object, after FROM audit WHERE action = 'access.refused.copies'")
      .all();
    expect(noted).toEqual([{ object: "nobody", after: String(rates.copiesWrong.burst + 5) }]);
  });

  test("a machine that asks without end is slowed down, alone", async () => {
    const attic = await lets(second.home, "attic");
    for (let n = 0; n < rates.copies.burst; n += 1) await asks("/copies");
    expect(await json(await asks("/copies"))).toEqual([429, { error: "too_fast" }]);
    expect((await asks("/copies", { token: attic })).status).toBe(200);
    second.clock.pass(minuteMs);
    expect((await asks("/copies")).status).toBe(200);
  });
});

describe("GET /copies/:file", () => {
  const path = (name: string) => `/copies/${name}.data.age`;
  const bytes = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

  test("the whole of it, or from a byte on (RFC 9110), as it lies there", async () => {
    const name = await lay(second.copies, now - hourMs);
    const all = noise(`${name} data`, 3_000);
    const whole = await asks(path(name));
    const tag = whole.headers.get("etag")!;
    expect([whole.status, whole.headers.get("accept-ranges"), whole.headers.get("cache-control")]).toEqual([
      200,
      "bytes",
      "no-store, no-transform",
    ]);
    expect(await bytes(whole)).toEqual(all);
    for (const [range, from, to] of [
      ["bytes=0-", 0, 3_000],
      ["bytes=1000-", 1_000, 3_000],
      ["bytes=1000-1999", 1_000, 2_000],
      ["bytes=2999-2999", 2_999, 3_000],
      ["bytes=5-99999999999999", 5, 3_000],
    ] as const) {
      const part = await asks(path(name), { Range: range, "If-Range": tag });
      expect([range, part.status, part.headers.get("content-range")]).toEqual([
        range,
        206,
        `bytes ${from}-${to - 1}/3000`,
      ]);
      expect(await bytes(part)).toEqual(all.subarray(from, to));
    }
    for (const range of ["bytes=3000-", "bytes=999999999999999-", "bytes=7-6"]) {
      const part = await asks(path(name), { Range: range });
      expect([range, part.status, part.headers.get("content-range"), (await bytes(part)).length]).toEqual([
        range,
        416,
        "bytes */3000",
        0,
      ]);
    }
    // What it does not know it answers with the whole.
    for (const range of ["bytes=-5", "bytes=0-1,5-9", "lines=1-2", "bytes=0x10-", `bytes=${"9".repeat(400)}-`]) {
      const part = await asks(path(name), { Range: range });
      expect([range, part.status, (await bytes(part)).length]).toEqual([range, 200, 3_000]);
    }
    const other = await asks(path(name), { Range: "bytes=5-", "If-Range": '"another"' });
    expect([other.status, (await bytes(other)).length]).toEqual([200, 3_000]);
  });

  test("[ASVS 5.3.2] a name leads to a sealed file of the folder, and nowhere else", async () => {
    const name = await lay(second.copies, now - hourMs);
    writeFileSync(join(second.copies, "..", "data.key"), "porchlight-key-1 secret");
    writeFileSync(join(second.copies, "drill.json"), "secret");
    symlinkSync("../data.key", join(second.copies, "porchlight-20261124T000000Z.data.age"));
    const names = [
      "../data.key",
      "..%2fdata.key",
      "%2e%2e%2fdata.key",
      "..%252fdata.key",
      "....//data.key",
      "..\\data.key",
      "drill.json",
      "/etc/passwd",
      "%2fetc%2fpasswd",
    ];
    names.push(
      `${name}.data.age%00`,
      `${name}.data.age/`,
      `${name}.data.age.part`,
      "",
      "%",
      "porchlight-20261124T000000Z.data.age",
      `${name}.data.age%2f..%2f..%2fdata.key`,
      "proof",
    );
    for (const one of names) {
      const answer = await asks(`/copies/${one}`);
      const text = await answer.text();
      expect([
        one,
        answer.status >= 400 || text.includes('"files"'),
        text.includes("secret"),
        text.includes("root:"),
      ]).toEqual([one, true, false, false]);
    }
    expect(await json(await asks(`/copies/${name}.keys.age.x`))).toEqual([404, { error: "no_such_file" }]);
    expect(second.home.reported).toEqual([]);
  });

  test("a copy that is forgotten meanwhile is gone, in a word", async () => {
    const name = await lay(second.copies, now - hourMs);
    expect((await asks(path(name))).status).toBe(200);
    second.home.helpline.offers.files = async () => [];
    expect(await json(await asks(path(name)))).toEqual([404, { error: "no_such_file" }]);
  });

  test("a machine that is removed in the middle of a file gets no more of it", async () => {
    const name = await lay(second.copies, now - hourMs, { bytes: 100 });
    truncateSync(join(second.copies, `${name}.data.age`), 40_000_000);
    writeFileSync(join(second.copies, `${name}.opened.json`), "{}");
    const answer = await fetch(new URL(path(name), second.origin), {
      headers: { Authorization: `Bearer ${second.token}` },
    });
    const reader = answer.body!.getReader();
    let came = (await reader.read()).value!.length;
    const [cellar] = machines(second.home.helpline.db);
    await act(second.home, second.home.aino, (tx, emit) => removeMachine(tx, emit, { machineId: cellar!.id }));
    const rest = async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return "whole";
        came += value.length;
      }
    };
    const ended = await rest().catch(() => "cut");
    expect(came).toBeLessThan(40_000_000);
    expect(ended).toBe("cut");
  });

  test("reads from the disk only what is asked for, however large it is", async () => {
    const folder = folderHere();
    const name = await lay(folder, now);
    truncateSync(join(folder, `${name}.data.age`), 4_000_000_000);
    const offers = openOfferedFiles(folder);
    const [one] = await offers.files();
    let pieces = 0;
    const goesOn = () => {
      pieces += 1;
      return true;
    };
    const stream = offers.read(one!, { machineId: 1, from: 3_000_000_000, to: 4_000_000_000, goesOn });
    const reader = stream!.getReader();
    expect((await reader.read()).value!.length).toBe(256 * 1024);
    expect(pieces).toBe(1);
    await reader.cancel();
  });
});

test("two files go to a machine at once, and no third; one that ends, breaks off or falls silent makes room", async () => {
  const folder = folderHere();
  const name = await lay(folder, now);
  truncateSync(join(folder, `${name}.data.age`), 4_000_000);
  const offers = openOfferedFiles(folder, second.clock);
  const [one] = await offers.files();
  const read = (machineId = 1, goesOn = () => true) => offers.read(one!, { machineId, from: 0, to: 300_000, goesOn });
  const [whole, left] = [read()!, read()!];
  expect([read(), read(2) === null]).toEqual([null, false]);
  expect((await new Response(whole).arrayBuffer()).byteLength).toBe(300_000);
  const broken = read(1, () => false)!;
  expect(read()).toBe(null);
  await expect(broken.getReader().read()).rejects.toThrow("it may not go on");
  await left.cancel();
  expect([read() === null, read() === null, read()]).toEqual([false, false, null]);
  second.clock.pass(2 * minuteMs);
  expect([read() === null, read() === null, read()]).toEqual([false, false, null]);
});

test("a machine that asks for a third file at once is told so", async () => {
  const name = await lay(second.copies, now - hourMs);
  const file = `/copies/${name}.data.age`;
  const unread = [await asks(file), await asks(file)];
  expect(await json(await asks(file))).toEqual([429, { error: "too_many" }]);
  for (const { body } of unread) await body!.cancel();
  expect((await asks(file)).status).toBe(200);
});

describe("POST /copies/proof", () => {
  test("what was never there cannot be shown by what the list says, nor by an earlier answer", async () => {
    await lay(second.copies, now - hourMs, { bytes: 500_000 });
    const { files, question } = (await (await asks("/copies")).json()) as { files: ShownFile[]; question: string };
    const guess = files.map(({ name, sha256 }) => ({ name, sha256, code: sha256 }));
    expect(await json(await proves(JSON.stringify({ question, files: guess })))).toEqual([200, { until: null }]);
    // A question is answered once.
    const again = JSON.stringify({ question, files: [] });
    expect(await json(await proves(again))).toEqual([409, { error: "not_asked" }]);
    expect(await shows((all) => all)).toEqual([200, { until: now - hourMs }]);
    const [first] = files;
    const before = await codeFor(question, { name: first!.name, file: join(second.copies, first!.name) });
    expect(await shows((all) => all.map((one) => ({ ...one, code: before })))).toEqual([200, { until: null }]);
    // Nor by a file of that size.
    const other = folderHere();
    for (const { name } of files) writeFileSync(join(other, name), noise("others", 500_000));
    expect(await shows((all) => all, other)).toEqual([200, { until: null }]);
  });

  test("what lies there counts up to the newest copy of which both parts are shown with their hashes", async () => {
    const older = await lay(second.copies, now - 3 * hourMs);
    const newer = await lay(second.copies, now - hourMs);
    expect(await shows((files) => files)).toEqual([200, { until: now - hourMs }]);
    expect(await shows((files) => files.filter(({ name }) => !name.includes(`${newer}.keys`)))).toEqual([
      200,
      { until: now - 3 * hourMs },
    ]);
    expect(
      await shows((files) =>
        files.map((one) => (one.name.startsWith(newer) ? { ...one, sha256: "0".repeat(64) } : one)),
      ),
    ).toEqual([200, { until: now - 3 * hourMs }]);
    expect(await shows((files) => files.filter(({ name }) => name.startsWith(older) && name.includes("data")))).toEqual(
      [200, { until: null }],
    );
    expect(machines(second.home.helpline.db)[0]).toMatchObject({ shownAt: now, savedUntil: null });
  });

  test("a delta counts only together with the copy it belongs to", async () => {
    const base = await lay(second.copies, now - 3 * hourMs);
    const delta = await lay(second.copies, now - minuteMs, { since: base });
    expect(await shows((files) => files)).toEqual([200, { until: now - minuteMs }]);
    expect(await shows((files) => files.filter(({ name }) => name.startsWith(delta)))).toEqual([200, { until: null }]);
  });

  test("what cannot be read changes nothing, and what is too large is refused", async () => {
    const wrong = [
      "",
      "null",
      "[]",
      "{",
      '{"files":1}',
      '{"files":[{"name":1,"sha256":"x"}]}',
      '{"files":[null]}',
      '{"question":1,"files":[]}',
      '{"question":"x","files":[null]}',
    ];
    wrong.push(
      JSON.stringify({
        question: "x",
        files: Array.from({ length: 1_001 }, () => ({ name: "x", sha256: "0".repeat(64), code: "0".repeat(64) })),
      }),
    );
    for (const body of wrong)
      expect([body.slice(0, 40), ...(await json(await proves(body)))]).toEqual([
        body.slice(0, 40),
        422,
        { error: "not_understood" },
      ]);
    expect((await proves("x".repeat(300_000))).status).toBe(413);
    expect(machines(second.home.helpline.db)[0]).toMatchObject({ shownAt: null });
    expect(second.home.heard.filter(({ type }) => type.startsWith("backup."))).toHaveLength(1);
  });
});

test("where pages of young people wait for their turn, a machine is answered; and a chat is while a file goes out", async () => {
  const name = await lay(second.copies, now - hourMs, { bytes: 100 });
  truncateSync(join(second.copies, `${name}.data.age`), 100_000_000);
  writeFileSync(join(second.copies, `${name}.opened.json`), "{}");
  for (let n = 0; n < 30; n += 1) void second.home.helpline.turns.wait(strangers).catch(() => {});
  second.home.helpline.limiter.take = (rate) => rate === "copies" || rate === "send" || rate === "reading";
  expect((await asks("/copies")).status).toBe(200);
  const stuck = await fetch(new URL(`/copies/${name}.data.age`, second.origin), {
    headers: { Authorization: `Bearer ${second.token}` },
  });
  expect(stuck.status).toBe(200);
  second.home.helpline.limiter.take = () => true;
  await open(second.home);
  const noor = await youth(second.home, "are you there");
  expect((await noor.post("/send", { client_id: "0".repeat(32), text: "he is here" }, script)).status).toBe(200);
  await stuck.body!.cancel();
  expect(readdirSync(second.copies).length).toBe(3);
  expect(readFileSync(join(second.copies, `${name}.keys.age`)).length).toBe(100);
});
