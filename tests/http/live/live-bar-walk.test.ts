import { beforeAll, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { addSource } from "#src/directory/sharing/sources.ts";
import { anyone } from "#src/http/server/door.ts";
import { doors } from "#src/http/server/doors.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, type Person, person, staff } from "#tests/support/house/http.ts";
import { looksAt } from "#tests/support/people/import-desk.ts";
import { wrongIn } from "#tests/support/rights/lead.ts";
import { practises } from "#tests/training/in-practice.ts";

// Presence on every page of the staff: whatever page a door leads to has the bar of the shift, and the script that keeps it live.

/** Doors behind which there is no page to stand on, and what is there instead. */
const elsewhere: Record<string, string> = {
  "/staff/live": "the channel itself",
  "/staff/conversation/:id/draft": "a text that a script asks for",
  "/admin/backup/state": "a piece of a page that is open",
  "/admin/mail/state": "the same",
  "/admin/settings": "the way to /admin, where the index is now",
  "/admin/hours/file": "a file",
  "/admin/directory/import/sample.csv": "a file",
  "/admin/directory/import/:id/left-out": "a file",
  "/admin/replies/file": "a file",
  "/admin/practice/:name": "a file",
  "/admin/settings/:subject/preview": "a picture of a young person's page, without scripts",
  "/admin/look/preview": "the same",
  "/admin/rules/preview": "the same",
  "/admin/texts/preview": "the same",
  "/admin/meanwhile/preview": "the same",
  "/admin/assessment/preview": "the same",
  "/admin/reasons/preview": "the same",
  "/admin/directory/:id/preview": "the same",
  "/admin/replies/:id/preview": "the same",
  "/staff/replies/:id/preview": "the same",
};

const walked = doors.filter((one) => one.method === "GET" && one.audience === "staff" && one.gate !== anyone);

let home: House;
let robin: Person;
/** What stands for the names in an address. */
let ids: Record<string, string>;

beforeAll(async () => {
  home = await house();
  const kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor", "admin"]);
  await open(home, kim);
  robin = await staff(home, kim);
  const chat = await comesIn(home);
  await takes(home, kim, chat);
  await act(home, kim, (tx, emit) => declareEmergency(tx, emit, { conversationId: chat, staffId: kim.id }));
  const gone = await comesIn(home, "hello", { urgent: true });
  await youthEnds(home, gone);
  const service = await place(home.helpline.db, "Night phone");
  const { id: organization } = home.helpline.db.first(q.selectFrom("organization").select("id"))!;
  const source = await act(home, kim, (tx, emit) =>
    addSource(tx, emit, {
      ...{ name: "Other Line", kind: "hsds", url: "https://other.example/hsds/services", accept: "review" },
      ...{ timeZone: "UTC", licenceNote: "" },
    }),
  );
  const run = await looksAt(home, robin, [
    {
      name: "places.csv",
      bytes: "name,organization,minimum_age\nDay phone,Open House,10\nStreet work,Open House,ten\n",
    },
  ]);
  // Of a chat that she had no part in.
  const other = await comesIn(home);
  await open(home);
  await takes(home, home.anna, other);
  await wrongIn(home, other, "hurt");
  await robin.post("/admin/rules", { based_on: "0", do: "save", "own.kept.en": "We keep it for you." });
  const begun = await robin.post("/admin/practice", { act: "copy", id: "" });
  ids = {
    "/staff/conversation/:id": String(chat),
    "/staff/danger/:id": String(gone),
    "/staff/records/:id": "new",
    "/staff/replies/:id": "new",
    "/admin/replies/:id": "new",
    "/admin/directory/:id": service,
    "/admin/directory/organizations/:id": organization,
    "/admin/directory/sources/:id": String(source),
    "/admin/directory/import/:id": run.path.split("/").at(-1)!,
    "/admin/settings/:subject": "helpline",
    "/admin/staff/:id": String(home.anna.id),
    "/staff/learning/:id": String(home.anna.id),
    "/staff/practice/scenario/:name": "home-brother",
    "/admin/practice/:name": "home-brother",
    "/admin/practice/write/:id": begun.to!.split("/").at(-1)!,
    "/staff/practice/:id": (await practises(robin, "home-brother", "alone")).split("/").at(-1)!,
  };
});

/** An address of a door at which something is. */
function addressOf(path: string): string {
  const own = Object.entries(ids).find(([begins]) => path === begins || path.startsWith(`${begins}/`))?.[1];
  const asks: Record<string, string> = {
    "/staff/line/:id": "?do=closed",
    "/staff/conversation/:id/referrals/report": `?service=${ids["/admin/directory/:id"]}`,
  };
  return path.replace(/:\w+/, own ?? "1") + (asks[path] ?? "");
}

test("every door that is said to have no page is one", () => {
  const paths = walked.map(({ path }) => path);
  expect(Object.keys(elsewhere).filter((path) => !paths.includes(path))).toEqual([]);
  expect(walked.length).toBeGreaterThan(70);
});

test.each(walked.filter(({ path }) => !(path in elsewhere)).map(({ path }) => path))(
  "GET %s: whoever has it open is heard, and hears",
  async (path) => {
    const { status, text } = await robin.get(addressOf(path));
    expect([path, status]).toEqual([path, 200]);
    const { live, console: ofConsole } = home.helpline.assets;
    // The console has a bar of its own, which the same channel keeps.
    if (text.includes('id="console"')) {
      expect(text).toContain(`src="${ofConsole}"`);
      expect(text).toContain('hx-ws:connect="/staff/live?open=');
      expect(text).toContain('id="bar"');
      return;
    }
    expect(text.split('id="live"')).toHaveLength(2);
    expect(text).toContain(`src="${live}"`);
    for (const part of ["live-line", "availability", "wait", "help-wanted"]) expect(text).toContain(`id="${part}"`);
    expect(home.reported).toEqual([]);
  },
);

test.each(Object.keys(elsewhere))("GET %s has no page to stand on", async (path) => {
  const { text } = await robin.get(addressOf(path));
  expect(text).not.toContain('id="live"');
});

test("a page that is refused, and one that is not there, is a page to stand on too", async () => {
  const anna = await staff(home, home.anna);
  for (const [path, is] of [
    ["/admin/hours", 403],
    ["/staff/nothing", 404],
  ] as const) {
    const { status, text } = await anna.get(path);
    expect([status, text.split('id="live"').length]).toEqual([is, 2]);
  }
});

test("who is not signed in has no bar, and no script asks for one", async () => {
  for (const path of ["/staff/sign-in", "/staff/welcome/x", "/staff/nothing"]) {
    const { text } = await person(home).get(path);
    expect(text).not.toContain('id="live"');
    expect(text).not.toContain(home.helpline.assets.live);
  }
});
