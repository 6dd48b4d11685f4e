import { beforeEach, expect, test } from "vitest";
import { openReports } from "#src/directory/care/reports.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { give, htmx, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";

let line: House;
let anna: Person;
let ids: Awaited<ReturnType<typeof somePlaces>>;
let path: string;

beforeEach(async () => {
  line = await house();
  ids = await somePlaces(line.helpline.db);
  await open(line);
  anna = await staff(line, line.anna);
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  path = `/staff/conversation/${noor.id}/referrals`;
});

const say = (fields: Record<string, string>, headers = {}) =>
  anna.post(`${path}/report`, { service: ids.suicide, note: "", ...fields }, headers);
const said = () => openReports(line.helpline.db).map(({ serviceId, reason, note }) => [serviceId, reason, note]);

test("a form that names the place; said, thanked, and a mark beside it for everybody", async () => {
  expect((await anna.get(`${path}/report?service=${ids.suicide}`)).text).toContain("Lifeline");
  const { status, text } = await say({ reason: "number_wrong", note: "it rings at a bakery" });
  expect(status).toBe(200);
  expect(text).toContain(says("staff.report.thanks_text", { name: "Lifeline" }));
  expect(said()).toEqual([[ids.suicide, "number_wrong", "it rings at a bakery"]]);
  expect((await anna.get(path)).text).toContain(says("staff.referral.warning.reported"));
});

test.each([{}, htmx])("a refusal keeps what was chosen and typed (%j)", async (headers) => {
  const nothing = await say({ note: "hm" }, headers);
  expect([nothing.status, typed(nothing.text, "report-note")]).toEqual([422, "hm"]);
  expect(nothing.text).toContain(says("staff.report.choose"));
  const empty = await say({ reason: "other" }, headers);
  expect(empty.text).toContain(says("staff.report.say_what"));
  expect(empty.text).toMatch(/value="other" checked/);
  const long = await say({ reason: "closed", note: "é".repeat(501) }, headers);
  expect(long.text).toContain(says("session.wrong.helpline_long", { most: 500 }));
  expect(typed(long.text, "report-note")).toBe("é".repeat(501));
  expect(said()).toEqual([]);
});

test("nothing about what counsellors do not see, what is not there, or from beside a colleague’s chat", async () => {
  for (const service of [ids.hidden, "no-such-place", ""]) {
    expect((await anna.get(`${path}/report?service=${service}`)).status).toBe(404);
    expect((await say({ service, reason: "closed" })).status).toBe(404);
  }
  const bela = await staff(line, line.bela);
  expect((await bela.get(`${path}/report?service=${ids.suicide}`)).status).toBe(403);
  expect((await bela.post(`${path}/report`, { service: ids.suicide, reason: "closed" })).status).toBe(403);
  expect(said()).toEqual([]);
});
