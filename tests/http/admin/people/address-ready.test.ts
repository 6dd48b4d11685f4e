import { beforeEach, expect, test } from "vitest";
import { type House, house } from "#tests/support/house/helpline.ts";
import { cookieHeader, read, says, staff } from "#tests/support/house/http.ts";
import { keepsAddresses, ownKey, switches } from "#tests/support/keys/addresses.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

/** The page as Aino sees it, whose request came so. */
async function page(peer: string, forwarded?: string): Promise<string> {
  const aino = await staff(home, home.aino);
  const headers = {
    Cookie: cookieHeader(aino.cookies),
    ...(forwarded === undefined ? {} : { "X-Forwarded-For": forwarded }),
  };
  const request = new Request("http://localhost/admin/settings/address", { headers });
  return (await read(await home.app.fetch(request, { peer } as never))).text;
}

const how = says("admin.address.way.how");

test("[S5] whoever switches it on reads whether addresses come whole, as their own does, and what to change where they do not", async () => {
  const cut = await page("127.0.0.1", "203.0.113");
  expect(cut).toContain(says("admin.address.way.cut"));
  expect(cut).toContain(how);
  expect(await page("127.0.0.1")).toContain(says("admin.address.way.none"));
  const whole = await page("127.0.0.1", "203.0.113.9");
  expect(whole).toContain(says("admin.address.way.whole"));
  expect(whole).not.toContain(how);
  expect(await page("8.8.4.9", "203.0.113.9")).toContain(says("admin.address.way.stranger"));
});

test("[S5] and who could open one: nothing is promised that cannot be kept", async () => {
  const ready = says("admin.address.ready");
  const not = says("admin.address.not_ready");
  expect(await page("127.0.0.1", "203.0.113")).toContain(says("admin.address.no_pair", { n: 0, people: "" }));
  await ownKey(home, home.bela);
  await switches(home, true);
  const alone = await page("127.0.0.1", "203.0.113.9");
  expect(alone).toContain(says("admin.address.there"));
  expect(alone).toContain(says("admin.address.no_pair", { n: 1, people: "Luna" }));
  expect([alone.includes(ready), alone.includes(not)]).toEqual([false, true]);
  home = await house();
  await keepsAddresses(home);
  const both = await page("127.0.0.1", "203.0.113.9");
  expect(both).toContain(says("admin.address.pair", { people: "Luna and Wren" }));
  expect(both).toContain(says("admin.address.there"));
  expect([both.includes(ready), both.includes(not)]).toEqual([true, false]);
  expect(await page("127.0.0.1", "203.0.113")).toContain(not);
});
