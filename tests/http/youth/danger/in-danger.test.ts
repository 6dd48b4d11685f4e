import { beforeEach, expect, test } from "vitest";
import { inLine } from "#src/queue/claim.ts";
import { mayBeSetAside, setAside } from "#src/queue/end/dismiss.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, person, says } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// The choice at the door of somebody who is in danger.

let line: House;
beforeEach(async () => {
  line = await house();
  await open(line);
});
const start = (text: string) => ({ client_id: clientId(), rules: "1", l: "en", text });

test("who says that they are in danger is taken first, without a question before; nobody else is", async () => {
  expect((await person(line).get("/")).text).toContain(says("youth.door.danger"));
  await person(line).post("/start", start("hello"));
  await person(line).post("/start", { ...start("help"), danger: "yes" });
  await person(line).post("/start", { ...start("hello again"), danger: "" });
  expect(rows<{ lane: string }>(line.files, "conversation").map(({ lane }) => lane)).toEqual([
    "normal",
    "urgent",
    "normal",
  ]);
  const [first, second] = inLine(line.helpline.db);
  expect(first!.lane).toBe("urgent");
  // So it is never taken for a joke.
  expect(mayBeSetAside(line.helpline.db, first!)).toBe(false);
  expect(mayBeSetAside(line.helpline.db, second!)).toBe(true);
});

test("whose chat was set aside as a joke waits, and not if they say that they are in danger", async () => {
  const noor = person(line);
  await noor.post("/start", start("knock knock"));
  const { id } = inLine(line.helpline.db)[0]!;
  const mine = { conversationId: id, staffId: line.anna.id };
  await give(line, id, line.anna);
  await act(line, line.anna, (tx, emit) => setAside(tx, emit, { ...mine, why: "joke" }));
  await noor.post("/start", start("hello"));
  expect(inLine(line.helpline.db)).toEqual([]);
  await noor.post("/start", { ...start("help"), danger: "yes" });
  expect(inLine(line.helpline.db).map(({ lane }) => lane)).toEqual(["urgent"]);
});

test("the tick stays where the words are refused", async () => {
  const form = { ...start("é".repeat(4001)), danger: "yes" };
  const ticked = /<input[^>]*name="danger"[^>]*checked/;
  expect((await person(line).post("/start", form)).text).toMatch(ticked);
  expect((await person(line).get("/")).text).not.toMatch(ticked);
});
