import { beforeEach, expect, test } from "vitest";
import { openReports, type ReportReason, report, resolveReport } from "#src/directory/care/reports.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

let home: House;
let id: string;

beforeEach(async () => {
  home = await house();
  id = await place(home.helpline.db, "Open House");
});

const says = (who: StaffMember, reason: ReportReason, note = "", serviceId = id) =>
  act(home, who, (tx, emit) => report(tx, emit, { serviceId, actor: `staff:${who.id}`, reason, note }));
const open = () => openReports(home.helpline.db, id).map(({ reason, note, actor }) => [actor, reason, note]);

test("what Anna found out is there for whoever keeps the directory, the newest first, until it is dealt with", async () => {
  const before = home.heard.length;
  const first = await says(home.anna, "number_wrong", "it is 0800 now");
  await says(home.bela, "refused");
  expect(open()).toEqual([
    [`staff:${home.bela.id}`, "refused", ""],
    [`staff:${home.anna.id}`, "number_wrong", "it is 0800 now"],
  ]);
  expect(openReports(home.helpline.db)).toHaveLength(2);
  await act(home, home.aino, (tx, emit) => resolveReport(tx, emit, { reportId: first }));
  expect(open()).toEqual([[`staff:${home.bela.id}`, "refused", ""]]);
  expect(heardSince(home, before)).toEqual(["service.reported", "service.reported", "service.report_resolved"]);
});

test("said twice by the same person it is said once; by two, or about something else, twice", async () => {
  const first = await says(home.anna, "closed", "gone");
  const before = home.heard.length;
  expect(await says(home.anna, "closed", "gone")).toBe(first);
  expect(heardSince(home, before)).toEqual([]);
  await says(home.bela, "closed", "gone");
  await says(home.anna, "hours_wrong", "gone");
  expect(open()).toHaveLength(3);
  // Dealt with, and found out again.
  await act(home, home.aino, (tx, emit) => resolveReport(tx, emit, { reportId: first }));
  expect(await says(home.anna, "closed", "gone")).not.toBe(first);
});

test("a note is cut, and a character is never cut in two; nothing is said about what is not there, or dealt with twice", async () => {
  await says(home.anna, "other", `${"x".repeat(499)}😀`);
  expect(open()[0]![2]).toBe(`${"x".repeat(499)}\ufffd`);
  await expect(says(home.anna, "other", "x", "no-such-place")).rejects.toMatchObject({ code: "not_found" });
  const resolve = (reportId: number) => act(home, home.aino, (tx, emit) => resolveReport(tx, emit, { reportId }));
  await resolve(openReports(home.helpline.db)[0]!.id);
  await expect(resolve(1)).rejects.toMatchObject({ code: "not_found" });
});
