import { afterEach, beforeEach, expect, test } from "vitest";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { limits } from "#src/http/limits/limits.ts";
import { end } from "#src/queue/end/ending.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, says, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";

let line: Server;
let noor: Awaited<ReturnType<typeof youth>>;
let readers: AbortController[];

beforeEach(async () => {
  readers = [];
  line = await server({ clock: evening });
  await open(line);
  noor = await youth(line, "first <words>", line);
});
afterEach(async () => {
  for (const reader of readers) reader.abort();
  await line.stop();
});

/** Opens the frame and goes on reading it. */
async function stream(path = "/log") {
  const reader = new AbortController();
  readers.push(reader);
  const response = await noor.send(path, { signal: reader.signal });
  const page = { text: "", over: false, response, stop: () => reader.abort() };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body!) page.text += decoder.decode(bytes, { stream: true });
  };
  void read()
    .catch(() => {})
    .finally(() => {
      page.over = true;
    });
  return page;
}

const say = (text: string) =>
  act(line, line.anna, (tx, emit) =>
    writeAsCounsellor(tx, emit, { conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), text }),
  );

test("starts with what was said and where the chat stands, open and uncompressed", async () => {
  const page = await stream();
  await expect.poll(() => page.text).toContain(says("youth.waiting.place", { place: 1 }));
  expect(page.text).toContain("first &lt;words&gt;");
  expect(page.text).not.toContain("</html>");
  expect(page.over).toBe(false);
  const { headers } = page.response;
  expect(headers.get("content-encoding")).toBeNull();
  expect(headers.get("cache-control")).toBe("no-store, no-transform");
  expect(headers.get("x-accel-buffering")).toBe("no");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(line.helpline.youth.here()).toEqual([noor.id]);
});

test("what happens is written at its end: the claim, messages, the end with a way on", async () => {
  const page = await stream();
  await give(line, noor.id, line.anna);
  await expect.poll(() => page.text).toContain(says("youth.talking.here", { alias: "Mika" }));
  const begun = says("youth.log.begun", { alias: "Mika" });
  await expect.poll(() => page.text).toContain(`<a class="big" href="/" target="_top">${begun}</a>`);
  await say("Hi & hello");
  await expect.poll(() => page.text).toContain("Hi &amp; hello");
  await noor.post("/send", { client_id: clientId(), text: "thank you", frame: "1" });
  await expect.poll(() => page.text).toContain("thank you");
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
  );
  await expect.poll(() => page.over).toBe(true);
  expect(page.text).toMatch(
    new RegExp(`<a class="big" href="/" target="_top">${says("youth.continue.yes")}</a></div>$`),
  );
  expect([...page.text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["1", "2", "3", "4"]);
  expect(page.text).not.toMatch(/Anna|Peeters/);
});

test("a page that shows the line still gets the link when the chat had begun before the frame was there", async () => {
  await give(line, noor.id, line.anna);
  const begun = says("youth.log.begun", { alias: "Mika" });
  const [late, fresh] = [await stream("/log?from=waiting"), await stream("/log")];
  await expect.poll(() => late.text).toContain(begun);
  await expect.poll(() => fresh.text).toContain(says("youth.talking.here", { alias: "Mika" }));
  expect(fresh.text).not.toContain(begun);
});

test("at the end the stream is closed after the way on, and what is said later hurts nobody", async () => {
  await give(line, noor.id, line.anna);
  const [page, other] = [await stream(), await stream()];
  await expect.poll(() => page.text).toContain("first");
  await noor.post("/end");
  await expect.poll(() => page.over && other.over).toBe(true);
  const end = `<p class="status">${says("youth.over.title")}</p><div class="top">`;
  expect(page.text).toContain(end);
  expect(page.text.split(end)[1]).toMatch(/^<a [^>]*>[^<]*<\/a><\/div>$/);
  expect(line.helpline.hub.heard(`log:${noor.id}`)).toBe(false);
  expect(line.helpline.youth.here()).toEqual([]);
  line.helpline.hub.publish(`log:${noor.id}`, "<p>late</p>");
  expect(line.reported).toEqual([]);
});

test("a long chat begins with its newest part, and the way to the rest stays in the frame", async () => {
  await give(line, noor.id, line.anna);
  for (let n = 1; n <= 25; n += 1) await say(`line ${n} of many: ${"& so on ".repeat(40)}`);
  const page = await stream();
  await expect.poll(() => page.text).toContain("line 25 of many");
  expect(page.text).not.toContain("first &lt;words&gt;");
  expect(Buffer.byteLength(page.text)).toBeLessThan(12_800);
  expect(page.text).toContain(`<a class="soft" href="/log?earlier=1">${says("youth.chat.earlier")}</a>`);
  const all = await stream("/log?earlier=1");
  await expect.poll(() => all.text).toContain("line 25 of many");
  expect([...all.text.matchAll(/data-seq="(\d+)"/g)]).toHaveLength(27);
  expect(all.text).not.toContain("earlier=1");
});

test("after the end it is the way on alone, closed, without a word of the chat", async () => {
  await give(line, noor.id, line.anna);
  await noor.post("/end");
  const page = await noor.get("/log");
  expect(page.text).toContain(says("youth.continue.yes"));
  expect(page.text).not.toMatch(/first|Mika/);
});

test("a reader who leaves is not counted as here any more", async () => {
  const page = await stream();
  await expect.poll(() => line.helpline.hub.heard(`log:${noor.id}`)).toBe(true);
  page.stop();
  await expect.poll(() => line.helpline.hub.heard(`log:${noor.id}`)).toBe(false);
  expect(line.helpline.youth.here()).toEqual([]);
});

test("one frame too many is told so, and the others go on", async () => {
  const pages: Awaited<ReturnType<typeof stream>>[] = [];
  for (let i = 0; i < limits.channelsPerConversation; i += 1) pages.push(await stream());
  const { status, text } = await noor.get("/log");
  expect(status).toBe(429);
  expect(text).toContain(says("error.too_fast"));
  pages[0]!.stop();
  await expect.poll(() => pages[0]!.over).toBe(true);
  expect(pages.slice(1).every((page) => !page.over)).toBe(true);
});

test("without a conversation there is none", async () => {
  noor.cookies.clear();
  const { status, text } = await noor.get("/log");
  expect(status).toBe(410);
  expect(text).toContain(says("error.ended"));
});

test("where it cannot be read nobody counts as here", async () => {
  line.files.data.exec("PRAGMA foreign_keys = OFF; DROP TABLE message");
  expect((await noor.get("/log")).status).toBe(500);
  expect(line.helpline.youth.here()).toEqual([]);
});
