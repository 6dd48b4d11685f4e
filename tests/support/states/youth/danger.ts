import { jobs, runJob } from "#src/jobs.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import { give } from "#tests/support/house/http.ts";
import { openMenu, young } from "#tests/support/people/people.ts";
import { change, minute, stay } from "./door.ts";
import { passes } from "./silence.ts";
import { another, type LookAt, newest, type TimedServer, timedServer, write } from "./youth.ts";

/** Goes through danger, from a full line until no one has come for three minutes. */
export async function everyDangerState(locale: string, lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  await open(house);
  const value = shippedEmergency.filter(({ country }) => country === "FR");
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
  await another(house, "first");
  const noor = await young(house, { locale });
  const { page } = noor;
  await noor.come();
  await lookAt("danger-full", page);
  await page.click("#now .big");
  await page.waitForSelector("#call");
  await lookAt("danger-alerted", page);
  await page.click("#in-danger [value=hurt_by]");
  await page.waitForSelector("#in-danger [value=silent]");
  await lookAt("danger-asked", page);
  await page.click("#call summary");
  await lookAt("danger-silent", page);
  const before = await page.getAttribute("#state", "data-v");
  await stay(house, 3 * minute);
  await runJob(house.helpline, jobs.find(({ name }) => name === "for whom it gets too late")!);
  await page.waitForSelector(`#state:not([data-v="${before}"])`);
  await lookAt("danger-late", page);
  await page.click("#out summary");
  await lookAt("danger-leaves", page);
  await openMenu(page);
  await page.locator("#way form[action='/clear'] button").click({ noWaitAfter: true });
  await page.waitForSelector("form[action='/clear'] .big");
  await lookAt("danger-clear", page);
  await page.click("form[action='/clear'] .big");
  await page.waitForSelector("form[action='/clear']", { state: "detached" });
  await lookAt("danger-cleared", page);
  await page.context().close();
  await everyStateBeside(house, locale, lookAt);
  await everyPlainState(house, locale, lookAt);
  return house;
}

/** The same without scripts, from an open door: in line, with a counsellor, and after leaving. */
async function everyPlainState(house: TimedServer, locale: string, lookAt: LookAt): Promise<void> {
  await open(house);
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 20 }));
  const comes = async () => {
    const somebody = await young(house, { locale, js: false });
    const { page } = somebody;
    await somebody.come();
    await page.check("[name=danger]");
    await page.click("form[action^='/start'] .big", noWait);
    await somebody.log.locator(".taps button").first().waitFor();
    return somebody;
  };
  const noor = await comes();
  await lookAt("danger-plain", noor.page);
  await give(house, newest(house), house.anna);
  await noor.log.locator(".top a").last().click(noWait);
  await noor.page.waitForSelector("#call.brief");
  await noor.log.locator(".status").last().waitFor();
  await lookAt("danger-plain-beside", noor.page);
  await noor.page.context().close();
  const { page } = await comes();
  await page.click("#out summary");
  await page.click("#out .big", noWait);
  await page.waitForSelector("#now", { state: "attached" });
  await lookAt("danger-left", page);
  await page.context().close();
}

const noWait = { noWaitAfter: true } as const;

/** In danger with a counsellor, until a long silence. */
async function everyStateBeside(house: TimedServer, locale: string, lookAt: LookAt): Promise<void> {
  const { page, come } = await young(house, { locale });
  await come();
  await page.click("#now .big");
  await page.waitForSelector("#call:not([hidden])");
  house.clock.pass(1_000);
  await page.click("#in-danger [value=hurt_by]");
  await page.waitForSelector("#in-danger [value=silent]");
  const id = newest(house);
  await give(house, id, house.anna);
  await page.waitForSelector("#call.brief");
  await lookAt("danger-beside", page);
  await write(house, id, "counsellor", "I am here.");
  await passes(house, 12);
  await page.waitForSelector("#asked [action$=quiet] button");
  await lookAt("danger-silence", page);
  await page.context().close();
}
