import { beforeEach, expect, test } from "vitest";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { type Person, read, says, staff, unescaped } from "#tests/support/house/http.ts";
import { practises } from "#tests/training/in-practice.ts";

let line: House;
let aino: Person;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  aino = await staff(line, line.aino);
});

async function bring(text: string) {
  const body = new FormData();
  body.append("file", new Blob([text], { type: "application/json" }), "own.practice.json");
  return read(
    await aino.send("/admin/practice", { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" }, body }),
  );
}

const file = async (id: string) => JSON.parse((await aino.get(`/admin/practice/${id}`)).text) as Scenario;

test("a scenario goes out as a file and comes back, under an id of its own, and can be practised and removed", async () => {
  const shipped = await file("peers-group-chat");
  const own = { ...shipped, id: "own-one", names: { ...shipped.names, en: "Our own one" } };
  expect((await bring(JSON.stringify(own))).to).toBe("/admin/practice?done=kept");
  const anna = await staff(line, line.anna);
  expect((await anna.get("/staff/practice")).text).toContain("Our own one");
  const room = await practises(anna, "own-one", "alone");
  await aino.post("/admin/practice", { id: "own-one", act: "remove" });
  expect((await anna.get("/staff/practice")).text).not.toContain("Our own one");
  const gone = await anna.get(room);
  expect([gone.status, gone.text.includes(says("error.practice_gone"))]).toEqual([410, true]);
});

test("a file with a fault is not kept, and each fault is named with its place", async () => {
  const wrong = { ...(await file("peers-group-chat")), id: "own-two", warns: { en: [] } };
  const refused = await bring(JSON.stringify(wrong));
  expect([refused.status, unescaped(refused.text)]).toEqual([
    422,
    expect.stringContaining("needs at least one content warning"),
  ]);
  expect((await bring("{")).status).toBe(422);
  expect((await bring("x".repeat(200_001))).status).toBe(422);
  expect((await aino.get("/admin/practice")).text).not.toContain("own-two");
});

test("one that ships is taken off the list and put back, and cannot be removed", async () => {
  const anna = await staff(line, line.anna);
  const lists = async () => (await anna.get("/staff/practice")).text.includes("scenario/home-brother");
  await aino.post("/admin/practice", { id: "home-brother", act: "off" });
  expect(await lists()).toBe(false);
  await aino.post("/admin/practice", { id: "home-brother", act: "on" });
  expect(await lists()).toBe(true);
  expect((await aino.post("/admin/practice", { id: "home-brother", act: "remove" })).status).toBe(404);
  expect((await anna.get("/admin/practice")).status).toBe(403);
});
