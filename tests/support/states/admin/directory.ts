import { noteLink } from "#src/directory/care/link-check.ts";
import { report } from "#src/directory/care/reports.ts";
import { verify } from "#src/directory/care/verification.ts";
import { deleteService } from "#src/directory/entry/deleting.ts";
import { type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";
import { ainoAt } from "./admin.ts";

/** Tuesday 24 November 2026, evening in Brussels. */
export const tuesday = Date.UTC(2026, 10, 24, 18);

/** Fills a small directory as after a year: some entries due, one reported, one dead and one moved link. */
export async function smallDirectory({ helpline, anna, bela }: House): Promise<Record<string, string>> {
  const { db } = helpline;
  const web = (value: string) => plainChannel("web", value);
  const make = (name: string, more: Partial<Entry>, by?: string) => place(db, name, more, by);
  const ids = {
    night: await make("Night line", {
      summary: "Talk to somebody at night, without giving your name.",
      topics: ["suicide", "loneliness"],
      emergency: true,
      free: true,
      anonymous: true,
      calendar: daily(20 * 60, 30 * 60),
      channels: [plainChannel("phone", "0800 32 123"), web("https://night.example.org/")],
      verifiedOn: "2026-05-01",
    }),
    shelter: await make(
      "Shelter for tonight",
      { summary: "A bed and a meal.", topics: ["housing"], verifiedOn: "2026-03-01", visibility: "counsellors" },
      "House of Hope",
    ),
    advice: await make(
      "Youth advice",
      {
        topics: ["rights", "school"],
        verifiedOn: "2026-11-01",
        channels: [plainChannel("email", "hello@advice.example.org"), web("https://advice.example.org/old")],
      },
      "House of Hope",
    ),
    closed: await make("Old centre", { status: "defunct", verifiedOn: "2026-01-01" }),
    draft: await make("Waiting for a look", { visibility: "hidden" }),
  };
  await db.change(`staff:${anna.id}`, (tx, emit) => {
    const said = { actor: `staff:${anna.id}` as const, reason: "number_wrong" as const };
    report(tx, emit, { serviceId: ids.shelter, ...said, note: "It rings at a bakery." });
  });
  await db.change("porchlight", (tx) => {
    const answer = { result: "moved", status: 301, movedTo: "https://advice.example.org/new" } as const;
    noteLink(tx, { serviceId: ids.advice, url: "https://advice.example.org/old", answer });
  });
  await db.change(`staff:${bela.id}`, (tx, emit) => {
    const actor = `staff:${bela.id}` as const;
    verify(tx, emit, { id: ids.shelter, actor, method: "phone", outcome: "no_answer", note: "", today: "2026-11-24" });
  });
  return ids;
}

/** Goes through every state of keeping the directory true. */
export async function everyDirectoryState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(tuesday);
  const { page } = aino;
  const go = (path: string) => page.goto(`${house.origin}/admin/directory${path}`);
  await go("");
  await lookAt("directory-empty", page);
  await go("/starter?country=BE");
  await lookAt("directory-starter", page);
  for (const box of await page.locator("input[name=place]").all()) await box.uncheck();
  await page.locator("form.fields .main").first().click();
  await page.locator(".wrong").waitFor();
  await lookAt("directory-starter-wrong", page);
  for (const box of (await page.locator("input[name=place]").all()).slice(0, 6)) await box.check();
  await page.locator("form.fields .main").first().click();
  await page.locator("#places").waitFor();
  await lookAt("directory-this-week", page);
  const ids = await smallDirectory(house);
  await place(house.helpline.db, "Brought in");
  await go("");
  await lookAt("directory-due", page);
  await page.locator(`#place-${ids.night} .ask summary`).click();
  await lookAt("directory-not-so", page);
  await page.locator(`#place-${ids.night} button[value=phone]`).click();
  await page.locator("#done").waitFor();
  await lookAt("directory-done", page);
  await go("?show=links");
  await lookAt("directory-links", page);
  await go("?q=nothing+like+it");
  await lookAt("directory-none", page);
  await go("?show=all");
  for (const id of Object.values(ids)) await page.locator(`#place-${id} input[name=place]`).check();
  await page.selectOption("#step", "visibility public");
  await page.click(".bulk button");
  await page.locator("button[value=apply]").waitFor();
  await lookAt("directory-bulk", page);
  await page.click("button[value=apply]");
  await page.locator("#told").waitFor();
  await lookAt("directory-bulk-done", page);
  await go("/week");
  await lookAt("directory-week", page);
  await go("/regions");
  await lookAt("directory-regions", page);
  await page.fill("#name", "Gent");
  await page.click(".fields .main");
  await page.locator("#saved").waitFor();
  await page.click(".fields .main");
  await page.locator(".summary").waitFor();
  await lookAt("directory-regions-wrong", page);

  await go("/new");
  await lookAt("entry-new", page);
  await page.fill("#channel-0-value", "no number");
  await page.fill("#ageFrom", "young");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("entry-wrong", page);
  await page.fill("#name", "Night-Line");
  await page.fill("#channel-0-value", "0800 32 123");
  await page.fill("#ageFrom", "12");
  await page.click(".save .main");
  await page.locator("#lookalikes").waitFor();
  await lookAt("entry-alike", page);
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  await lookAt("entry-saved", page);
  await go(`/${ids.shelter}`);
  const folded = page.locator(".entry .fields > .group:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
  await page.click("button[value='add visit']");
  await page.locator("#channel-1-city").waitFor();
  await lookAt("entry-full", page);
  const { entry } = service(house.helpline.db, ids.shelter!)!;
  await house.helpline.db.change(`staff:${house.bela.id}`, (tx, emit) => {
    const theirs = { ...entry, summary: "Two beds.", ageFrom: 16 };
    changeService(tx, emit, { id: ids.shelter!, entry: theirs });
  });
  await page.fill("#summary", "A bed, a meal and a shower.");
  await page.click(".save .main");
  await page.locator("#conflict").waitFor();
  await lookAt("entry-conflict", page);
  await go(`/${ids.shelter}`);
  const basedOn = service(house.helpline.db, ids.shelter!)!.versionId;
  await house.helpline.db.change(`staff:${house.bela.id}`, (tx, emit) => {
    deleteService(tx, emit, { id: ids.shelter!, basedOn });
  });
  await page.fill("#summary", "A bed and a meal.");
  await page.click(".save .main");
  await page.locator("#gone").waitFor();
  await lookAt("entry-gone", page);
  await page.click("#gone button");
  await page.locator("#saved").waitFor();
  await lookAt("entry-back", page);
  await go(`/${ids.shelter}`);
  await page.locator("#delete summary").click();
  await lookAt("entry-delete", page);
  await page.click("#delete button");
  await page.locator("#saved").waitFor();
  await lookAt("directory-deleted", page);
  await page.context().close();
  const plain = await counsellor(house, { name: "bela", js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/admin/directory/${ids.advice}`);
  await lookAt("entry-plain", plain.page);
  await plain.page.context().close();
  return house;
}
