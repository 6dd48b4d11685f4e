import { afterEach, beforeEach, expect, test } from "vitest";
import { writeAsCounsellor } from "#src/conversation/writing.ts";
import { limits } from "#src/http/limits.ts";
import { end } from "#src/queue/ending.ts";
import { open } from "../../support/helpline.ts";
import { act, clientId, give, says, youth } from "../../support/http.ts";
import { type Server, server } from "../../support/server.ts";

let line: Server;
let noor: Awaited<ReturnType<typeof youth>>;
let readers: AbortController[];

beforeEach(async () => {
  readers = [];
  line = await server();
  await open(line);
  noor = await youth(line, "first <words>", line);
});
afterEach(async () => {
  for (const reader of readers) reader.abort();
  await line.stop();
});

/** Opens the frame and goes on reading it. */
async function stream() {
  const reader = new AbortController();
  readers.push(reader);
  const response = await noor.send("/log", { signal: reader.signal });
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
  await say("Hi & hello");
  await expect.poll(() => page.text).toContain("Hi &amp; hello");
  await noor.post("/send", { client_id: clientId(), text: "thank you", frame: "1" });
  await expect.poll(() => page.text).toContain("thank you");
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
  );
  await expect.poll(() => page.text).toContain(says("youth.log.go_on"));
  expect(page.text).toMatch(/<a class="big" href="\/" target="_top">/);
  expect([...page.text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["1", "2", "3", "4"]);
  expect(page.text).not.toMatch(/Anna|Peeters/);
});

test("after the end it is the way on alone, closed, without a word of the chat", async () => {
  await give(line, noor.id, line.anna);
  await noor.post("/end");
  const page = await noor.get("/log");
  expect(page.text).toContain(says("youth.log.go_on"));
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
