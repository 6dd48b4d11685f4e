import { beforeEach, expect, test } from "vitest";
import { type House, house, open } from "../../support/helpline.ts";
import { clientId, field, person, says, typed, youth } from "../../support/http.ts";

let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  line = await house();
  await open(line);
  noor = await youth(line, "first words");
});

test("GET /box is the composer alone, with a new client id each time", async () => {
  const first = await noor.get("/box");
  expect(first.status).toBe(200);
  expect(first.text).toContain('name="frame" value="1"');
  expect(first.text).not.toContain("first words");
  expect(first.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(field((await noor.get("/box")).text, "client_id")).not.toBe(field(first.text, "client_id"));
});

test("sending from it answers with it again, and the words reach the chat", async () => {
  const page = (await noor.get("/box")).text;
  const sent = await noor.post("/send", { client_id: field(page, "client_id"), frame: "1", text: "from the frame" });
  expect(sent.to).toBe("/box");
  expect(typed((await noor.get("/box")).text)).toBe("");
  expect((await noor.get("/")).text).toContain("from the frame");
});

test("a refusal stays in the frame, with the words, and may be framed", async () => {
  const { status, text, headers } = await noor.post("/send", {
    client_id: clientId(),
    frame: "1",
    text: "x".repeat(5000),
  });
  expect(status).toBe(422);
  expect(text).toContain(says("error.too_long", { length: 5000, most: 4000 }));
  expect(typed(text)).toBe("x".repeat(5000));
  expect(text).toContain('name="frame" value="1"');
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
});

test("without a conversation there is none", async () => {
  const { status, text } = await person(line).get("/box");
  expect(status).toBe(410);
  expect(text).toContain(says("error.ended"));
});
