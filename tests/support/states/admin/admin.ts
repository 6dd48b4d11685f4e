import { changeLine, lineValues } from "#src/hours/lines.ts";
import { fakeClock } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { monday } from "#tests/support/people/admin.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { evenings, french, hours } from "#tests/support/states/youth/door.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";

/** Returns a house at an instant (ms UTC) and Aino, its admin, signed in, at a page if given. */
export async function ainoAt(at: number, js = true, path?: string): Promise<{ house: TimedServer; aino: Counsellor }> {
  const clock = fakeClock(at);
  const house = { ...(await server({ clock })), clock };
  const aino = await counsellor(house, { name: "aino", js });
  await aino.signIn(path);
  return { house, aino };
}

/** A file as ministries publish it, with one unreadable row. */
export const schoolHolidays = {
  name: "vacances.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(
    "from;to;label;hours\n2026-10-19;2026-10-23;Autumn holidays;\n2026-12-21;2027-01-01;Christmas holidays;14-18\n2026-02-30;;Skiing;\n",
  ),
};

/** Goes through every state of setting opening hours. */
export async function everyHoursState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(monday);
  const { page } = aino;
  await page.goto(`${house.origin}/admin/hours`);
  await lookAt("hours-whenever", page);
  await page.check("#mode-hours");
  await page.locator("#preview .days").waitFor();
  await lookAt("hours-empty", page);

  await page.fill("#zone", "Europe/Helsinki");
  await page.fill("#week-0", "16-22");
  await page.click("button[value='copy week']");
  await page.fill("#week-4", "22-4");
  await page.fill("#week-5", "9-12, 22-4");
  await page.click("button[value='add day']");
  await page.locator("#day-0-label").waitFor();
  await lookAt("hours-exception", page);
  await page.fill("#day-0-label", "Day of the team");
  await page.fill("#day-0-from", "2026-10-22");
  await page.fill("#day-0-note", "We learn something new today. Back tomorrow.");

  await page.fill("#week-1", "tea time");
  await page.fill("#last_entry", "soon");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("hours-wrong", page);
  await page.fill("#week-1", "16-22");
  await page.fill("#last_entry", "20");

  await page.setInputFiles("#upload", schoolHolidays);
  await page.click("button[value='read file']");
  await page.locator("#file-read").waitFor();
  await lookAt("hours-file", page);
  await page.click("button[value='take file']");
  await page.setInputFiles("#upload", { ...schoolHolidays, buffer: Buffer.from("\0\0") });
  await page.click("button[value='read file']");
  await page.locator("#file-read").waitFor();
  await lookAt("hours-file-nothing", page);
  await page.click("button[value='drop file']");

  await page.click("button[value='add season']");
  await page.fill("#season-0-label", "Summer");
  await page.fill("#season-0-from", "2027-07-01");
  await page.fill("#season-0-to", "2027-08-31");
  await page.fill("#season-0-week-6", "0:30-1");
  await page.click("button[value='add cut']");
  await page.fill("#cut-0-from", "2026-10-27T18:00");
  await page.fill("#cut-0-to", "2026-10-27T19:30");
  await page.fill("#cut-0-label", "Fire drill");
  await page.click("button[value='accept 2026-12-25']");
  await page.locator("#day-3").waitFor({ state: "attached" });
  await lookAt("hours-full", page);
  await page.fill("#week-6", "18:00-18:10");
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  await lookAt("hours-saved", page);
  await page.click("#saved button");
  await page.locator("#history li >> nth=1").waitFor();
  await lookAt("hours-undone", page);

  await page.check("#mode-hours");
  await page.fill("#week-6", "18-20");
  await hours(house, evenings);
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("hours-meanwhile", page);
  await page.context().close();
  const plain = await counsellor(house, { name: "aino", js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/admin/hours`);
  await lookAt("hours-plain", plain.page);
  await french(house);
  await plain.page.goto(`${house.origin}/admin/hours?line=2`);
  await lookAt("hours-two-lines", plain.page);
  await plain.page.context().close();
  return house;
}

/** A colleague renames the second line. */
async function renamed({ helpline }: TimedServer, name: string) {
  await helpline.db.change("staff:1", (tx, emit) =>
    changeLine(tx, emit, { lineId: 2, values: { ...lineValues(tx, 2), name } }),
  );
}

/** Goes through every state of looking after the lines. */
export async function everyLineState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(monday);
  const { page } = aino;
  await hours(house, evenings);
  await page.goto(`${house.origin}/admin/lines`);
  await lookAt("lines-one", page);
  await page.click("#another summary");
  await lookAt("lines-add", page);
  await page.fill("#ageFrom", "young");
  await page.click(".fields .main");
  await page.locator(".summary").waitFor();
  await lookAt("lines-refused", page);
  await page.fill("#name", "Nederlands");
  await page.fill("#firstName", "English");
  await page.fill("#ageFrom", "12");
  await page.click(".fields .main");
  await page.locator("#retire").waitFor();
  await lookAt("line-saved", page);
  await page.fill("#ageTo", "18");
  await page.click(".fields .main");
  await page.locator("#saved button").waitFor();
  await lookAt("line-changed", page);
  await page.fill("#pauseAfter", "5");
  await renamed(house, "Vlaams");
  await page.click(".fields .main");
  await page.locator(".summary").waitFor();
  await lookAt("line-meanwhile", page);
  await page.click("#retire summary");
  await lookAt("line-retire", page);
  await page.goto(`${house.origin}/admin/lines`);
  await lookAt("lines-two", page);
  await page.goto(`${house.origin}/admin/lines/2`);
  await page.click("#retire summary");
  await page.click("#retire button");
  await page.waitForURL(`${house.origin}/admin/lines`);
  await page.goto(`${house.origin}/admin/lines/2`);
  await lookAt("line-retired", page);
  await page.context().close();
  return house;
}
