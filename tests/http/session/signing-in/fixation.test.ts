import { beforeEach, expect, test } from "vitest";
import { type House, house, password } from "#tests/support/house/helpline.ts";
import { person } from "#tests/support/house/http.ts";

let line: House;
beforeEach(async () => {
  line = await house();
});

const signIn = { name: "anna", password };

test("[ASVS 7.2.2, 7.2.4] whoever signs in gets another cookie than the one that came along, and that one opens nothing", async () => {
  const planted = "x".repeat(40);
  const anna = person(line);
  anna.cookies.set("staff", planted);
  expect((await anna.post("/staff/sign-in", signIn)).to).toBe("/staff");
  expect(anna.cookies.get("staff")).not.toBe(planted);
  const other = person(line);
  other.cookies.set("staff", planted);
  expect((await other.get("/staff")).to).toBe("/staff/sign-in");
});

test("[ASVS 7.2.4] every time it is another one", async () => {
  const seen = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const anna = person(line);
    await anna.post("/staff/sign-in", signIn);
    seen.add(anna.cookies.get("staff")!);
  }
  expect(seen.size).toBe(3);
});
