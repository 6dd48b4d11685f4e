import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { setSetting } from "#src/settings/settings.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { act, cleared, heardSince, noorWithAnna, person, says, type youth } from "#tests/support/house/http.ts";

let files: OpenFiles;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  ({ line, files, noor } = await noorWithAnna());
});

describe("GET /leave", () => {
  test("ends the chat, clears the cookie and goes to an ordinary site", async () => {
    const before = line.heard.length;
    const { status, to, set, text, headers } = await noor.get("/leave");
    expect([status, to, text]).toEqual([303, "https://www.wikipedia.org/", ""]);
    expect(set).toEqual(cleared);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.has("clear-site-data")).toBe(false);
    expect(line.heard.slice(before)).toEqual([
      { type: "wrap_up.changed", staffId: line.anna.id, on: true },
      { type: "conversation.ended", conversationId: noor.id, staffId: line.anna.id, reason: "left_fast" },
    ]);
  });

  test("goes where the helpline says", async () => {
    await act(line, line.aino, (tx, emit) =>
      setSetting(tx, emit, { name: "exitAddress", value: "https://news.example/" }),
    );
    expect((await person(line).get("/leave")).to).toBe("https://news.example/");
  });

  test("even the old cookie then finds nothing of the chat", async () => {
    const kept = new Map(noor.cookies);
    await noor.get("/leave");
    const parent = person(line);
    for (const [name, value] of kept) parent.cookies.set(name, value);
    const { text } = await parent.get("/");
    expect(text).toContain(says("youth.door.title"));
    expect(text).not.toMatch(/secret words|Mika/);
    parent.cookies.set("s", kept.get("s")!);
    expect((await parent.get("/log")).text).not.toMatch(/secret words|Mika/);
    expect((await parent.post("/updates")).text).toBe('<b id="over"></b>');
  });

  test.each([
    ["Sec-Purpose", "prefetch"],
    ["Sec-Purpose", "prefetch;prerender"],
    ["Purpose", "prefetch"],
  ])("a browser that only fetches ahead (%s: %s) changes nothing", async (name, value) => {
    const before = line.heard.length;
    const { status, to, set } = await noor.get("/leave", { [name]: value });
    expect([status, to, set]).toEqual([503, null, []]);
    expect(heardSince(line, before)).toEqual([]);
    expect((await noor.get("/")).text).toContain("the secret words");
  });

  test("HEAD leaves nothing", async () => {
    const response = await noor.send("/leave", { method: "HEAD" });
    expect(response.status).toBe(405);
    expect((await noor.get("/")).text).toContain("the secret words");
  });

  test("twice, and without a chat, the way out is the same", async () => {
    await noor.get("/leave");
    const before = line.heard.length;
    expect((await noor.get("/leave")).to).toBe("https://www.wikipedia.org/");
    expect((await person(line).get("/leave")).to).toBe("https://www.wikipedia.org/");
    expect(heardSince(line, before)).toEqual([]);
  });

  test("a database that cannot be written keeps nobody here", async () => {
    files.data.pragma("query_only = ON");
    const { to, set } = await noor.get("/leave");
    files.data.pragma("query_only = OFF");
    expect(to).toBe("https://www.wikipedia.org/");
    expect(set).toEqual(cleared);
  });

  test("one that cannot even be read neither", async () => {
    files.data.exec("PRAGMA foreign_keys = OFF; DROP TABLE conversation; DROP TABLE setting");
    const { status, to, set } = await noor.get("/leave");
    expect([status, to]).toEqual([303, "https://www.wikipedia.org/"]);
    expect(set).toEqual(cleared);
    expect(line.reported).toContainEqual(expect.stringContaining("leaving could not be stored"));
  });
});

test("POST /leave is the same for a page that is already gone", async () => {
  const before = line.heard.length;
  const { status, set, text } = await noor.post("/leave");
  expect([status, text]).toEqual([204, ""]);
  expect(set).toEqual(cleared);
  expect(line.heard.slice(before)).toMatchObject([
    { type: "wrap_up.changed" },
    { type: "conversation.ended", reason: "left_fast" },
  ]);
});
