import { beforeEach, expect, test } from "vitest";
import { setSetting } from "#src/settings/settings.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, person, script, youth } from "#tests/support/house/http.ts";

// Looks at a door that lets nobody in: counted, without anybody who looks.

let home: House;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
});

const looks = () => home.helpline.looks.take().map(({ state, n }) => [state, n]);
const maxWaiting = (value: number) =>
  act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value }));

test("each GET of a shut door is a look, of whoever comes and as often as they come; an open door has none", async () => {
  const stranger = person(home);
  await stranger.get("/");
  await stranger.get("/?l=fr");
  await person(home).get("/");
  expect(looks()).toEqual([["paused", 3]]);
  await open(home);
  await person(home).get("/");
  expect(looks()).toEqual([]);
});

test("a full door is looked at by those outside; whoever waits inside looks at their own place", async () => {
  await open(home);
  await maxWaiting(1);
  const noor = await youth(home, "first in line");
  await person(home).get("/");
  await noor.get("/");
  expect(looks()).toEqual([["full", 1]]);
});

test("what sees no page is no look: a head, a page fetched in case, a door that asks again, a form that was refused", async () => {
  const stranger = person(home);
  await stranger.send("/", { method: "HEAD" });
  await stranger.get("/", { "Sec-Purpose": "prefetch;prerender" });
  await stranger.get("/", { Purpose: "prefetch" });
  await stranger.get("/?v=0.0", script);
  await stranger.post("/start", { client_id: clientId(), text: "hello", line: "1", rules: "1", l: "en" });
  await stranger.get("/how");
  expect(looks()).toEqual([]);
});

test("whoever has left by their own page, and comes back to the door with nothing, looks like everybody", async () => {
  await open(home);
  const noor = await youth(home, "she leaves");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
  await noor.post("/end");
  await noor.get("/");
  expect(looks()).toEqual([]);
  await noor.get("/");
  expect(looks()).toEqual([["closed", 1]]);
});
