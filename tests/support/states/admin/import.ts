import type { Page } from "playwright-core";
import { q } from "#src/db/schema.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";
import { ainoAt } from "./admin.ts";
import { smallDirectory, tuesday } from "./directory.ts";

const rows = [
  "name,organization,summary,phone,minimum_age,hours,colour",
  "Night line,Open House,Somebody listens until the morning,0800 32 123,12,Mo-Su 20:00-06:00,red",
  "A very long name of a place that helps young people who have nowhere else to go tonight,House of Hope,,116 111,,,",
  'School chat,House of Hope,"For whoever is afraid to go to school",,ten,10:00-4:00,blue',
  ...Array.from({ length: 60 }, (_, i) => `Place ${i + 1},House ${i % 7},,116 111,,,`),
];

/** A usual list: most of it new, one known entry, one wrong row. */
export const placesFile = { name: "places.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };

/** Chooses the file and waits until it was read. */
export async function looksAtFile(page: Page, file = placesFile) {
  await page.setInputFiles("#upload", file);
  await page.click(".fields > .main");
  await page.locator(".about-line").waitFor();
}

/** Goes through every state of import and export. */
export async function everyImportState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(tuesday);
  const { page } = aino;
  const { db } = house.helpline;
  const go = (path: string) => page.goto(`${house.origin}/admin/directory${path}`);
  const ids = await smallDirectory(house);
  await go("/import");
  await lookAt("import-empty", page);
  await page.locator(".group summary").click();
  await page.fill("#zone", "Atlantis");
  await page.click(".fields > .main");
  await page.locator(".summary").waitFor();
  await lookAt("import-wrong", page);
  await go("/import");
  await looksAtFile(page);
  await lookAt("import-looked-at", page);
  const { href } = new URL(page.url());
  await page.click("#to-map a");
  await page.locator("#columns").waitFor();
  await lookAt("mapping", page);
  await page.fill("[name='ages.0']", "old");
  await page.click("button[value=save]");
  await page.locator(".summary").waitFor();
  await lookAt("mapping-wrong", page);
  await page.fill("[name='ages.0']", "10-18");
  await page.click("button[value=try]");
  await page.locator("#tried").waitFor();
  await lookAt("mapping-tried", page);
  await page.goto(href);
  const { entry } = service(db, ids.night!)!;
  await db.change("staff:2", (tx, emit) =>
    changeService(tx, emit, { id: ids.night!, entry: { ...entry, fees: "None." } }),
  );
  await page.click("form[action$='/apply'] button");
  await page.locator(".summary").waitFor();
  await lookAt("import-taken", page);
  await page.click("form[action$='/again'] button");
  await page.locator("form[action$='/apply']").waitFor();
  await page.click("form[action$='/apply'] button");
  await page.locator("#saved").waitFor();
  await lookAt("import-saved", page);
  await page.click("form[action$='/undo'] button");
  await page.locator("#saved").waitFor();
  await lookAt("import-undone", page);
  await go("/import");
  await looksAtFile(page, { ...placesFile, name: "photo.csv", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]) });
  await lookAt("import-nothing", page);
  await db.change("porchlight", (tx) =>
    tx.run(q.updateTable("import_run").set({ read_at: null }).where("applied_at", "is", null)),
  );
  await page.reload();
  await lookAt("import-broken", page);
  await go("/import");
  await lookAt("import-history", page);
  await go("/export");
  await lookAt("export", page);
  await page.goto(href);
  await page.context().close();
  const plain = await counsellor(house, { name: "aino", js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/admin/directory/import`);
  await looksAtFile(plain.page);
  await lookAt("import-plain", plain.page);
  await plain.page.click("form[action$='/apply'] button");
  await plain.page.locator("#saved").waitFor();
  await plain.page.context().close();
  return house;
}
