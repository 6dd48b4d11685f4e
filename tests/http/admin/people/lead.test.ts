import { beforeEach, describe, expect, test } from "vitest";
import { readInviteList } from "#src/staff/accounts/invite-list.ts";
import { account } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { type House, house, member, open } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { gives, ownKey } from "#tests/support/keys/addresses.ts";

// SG20: the lead is a person whom an admin names, outside the shift, who has no chats.

let line: House;
let aino: Person;
let kim: StaffMember;
beforeEach(async () => {
  line = await house();
  kim = await member(line.helpline, "kim", "Kim Maes", "Sol", ["counsellor"]);
  aino = await staff(line, line.aino);
});

const roles = (...given: string[]): [string, string][] => [
  ["based_on", "0"],
  ["languages", ""],
  ...given.map((role): [string, string] => ["roles", role]),
];
const rolesOf = ({ id }: StaffMember) => account(line.helpline.db, id)!.values.roles;
const beside = /id="roles-wrong">([^<]*)</;

test("an admin names a colleague lead; the page of all of them said that there was none", async () => {
  expect((await aino.get("/admin/staff")).text).toContain(says("admin.lead.none"));
  expect((await aino.post(`/admin/staff/${kim.id}`, roles("lead"))).status).toBe(303);
  expect(rolesOf(kim)).toEqual(["lead"]);
  expect((await aino.get("/admin/staff")).text).toContain(says("admin.lead.no_address"));
});

test("not beside a role that answers: said beside the boxes, which stay as they were ticked", async () => {
  for (const other of ["counsellor", "supervisor"]) {
    const { status, text } = await aino.post(`/admin/staff/${kim.id}`, roles("lead", other));
    expect([status, text.match(beside)?.[1]]).toEqual([422, says("error.lead_answers")]);
    expect(text).toMatch(/name="roles" value="lead" checked/);
  }
  const invited = await aino.post("/admin/staff/invite", [
    ["roles", "counsellor"],
    ["roles", "lead"],
  ]);
  expect([invited.status, invited.text.match(beside)?.[1]]).toEqual([422, says("error.lead_answers")]);
  expect(readInviteList(line.helpline.db, "name,roles\nLena,counsellor lead").problems).toMatchObject([
    { problem: "lead_answers", part: "counsellor lead" },
  ]);
  expect(rolesOf(kim)).toEqual(["counsellor"]);
});

test("nor while they have a chat: said there too", async () => {
  await open(line, kim);
  await takes(line, kim, await comesIn(line));
  const { status, text } = await aino.post(`/admin/staff/${kim.id}`, roles("lead"));
  expect([status, text.match(beside)?.[1]]).toEqual([422, says("error.member_talks", { n: 1, alias: "Sol" })]);
  expect(rolesOf(kim)).toEqual(["counsellor"]);
});

describe("where the role is given it is said of which chats they read", () => {
  const shown = async (who: StaffMember) => (await aino.get(`/admin/staff/${who.id}`)).text;
  const naming = says("admin.lead.naming");
  const byKey = says("admin.lead.by_key");
  const needsKey = says("admin.lead.needs_key");

  test("before: of those that begin from then on, what the team key changes, and that without it no ended chat is read", async () => {
    for (const text of [await shown(kim), (await aino.get("/admin/staff")).text]) {
      for (const words of [naming, byKey, needsKey]) expect(text).toContain(words);
    }
  });

  test("afterwards: since when, or all of them once they hold the team key from other hands", async () => {
    await aino.post(`/admin/staff/${kim.id}`, roles("lead"));
    const since = await shown(kim);
    expect(since).toMatch(/Reads complaints about chats that began after [^<]*2026/);
    expect([since.includes(naming), since.includes(byKey), since.includes(needsKey)]).toEqual([false, true, true]);
    const { open: opened } = await ownKey(line, line.bela);
    await ownKey(line, kim);
    await gives(line, kim, opened);
    const all = await shown(kim);
    expect(all).toContain(says("admin.lead.all"));
    expect([all.includes(byKey), all.includes(needsKey)]).toEqual([false, true]);
  });

  test("whoever would give it to themselves does not read that a key changes that", async () => {
    const own = await shown(line.aino);
    expect([own.includes(naming), own.includes(byKey)]).toEqual([true, false]);
  });
});
