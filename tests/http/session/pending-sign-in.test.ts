import { expect, test } from "vitest";
import { openHalfway } from "#src/http/session/pending-sign-in.ts";
import { fakeClock } from "#tests/support/house/helpline.ts";

const anna = { staffId: 1, password: "four words make it", passwordHash: "$hash" };

test("whoever has given the password is found by a name that nobody can guess, until they are through", () => {
  const halfway = openHalfway(fakeClock());
  const name = halfway.begin(anna);
  expect(name).toMatch(/^[\w-]{43}$/);
  expect(halfway.find(name)).toMatchObject(anna);
  expect(halfway.find(halfway.begin({ ...anna, staffId: 2 }))).toMatchObject({ staffId: 2 });
  halfway.end(name);
  expect(halfway.find(name)).toBeUndefined();
});

test("after ten minutes they are forgotten", () => {
  const clock = fakeClock();
  const halfway = openHalfway(clock);
  const name = halfway.begin(anna);
  clock.pass(599_999);
  expect(halfway.find(name)).toBeDefined();
  clock.pass(1);
  expect(halfway.find(name)).toBeUndefined();
});

test("a flood pushes the oldest out, and takes no more memory", () => {
  const halfway = openHalfway(fakeClock());
  const first = halfway.begin(anna);
  for (let i = 0; i < 999; i += 1) halfway.begin(anna);
  expect(halfway.find(first)).toBeDefined();
  const last = halfway.begin(anna);
  expect(halfway.find(first)).toBeUndefined();
  expect(halfway.find(last)).toBeDefined();
});
