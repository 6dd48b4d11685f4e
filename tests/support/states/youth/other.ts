import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { samplePlaces } from "#tests/support/people/other-places.ts";
import { openMenu, young } from "#tests/support/people/people.ts";
import { type LookAt, newest, type TimedServer, take } from "./youth.ts";

/** A Tuesday in November, 19:00 in Brussels: Awel is open until 22:00. */
const evening = Date.UTC(2026, 10, 24, 18);

/** Returns a house in the evening with a few entries in its directory. */
export async function houseWithPlaces(): Promise<TimedServer & { ids: Awaited<ReturnType<typeof samplePlaces>> }> {
  const clock = fakeClock(evening);
  const house = { ...(await server({ clock })), clock };
  return { ...house, ids: await samplePlaces(house.helpline.db) };
}

/** Anna sends entries into a chat. */
export function sends(house: Server, conversationId: number, serviceIds: string[]): Promise<unknown> {
  const staffId = house.anna.id;
  return house.helpline.db.change(`staff:${staffId}`, (tx, emit) =>
    sendReferrals(tx, emit, { conversationId, staffId, clientId: newClientId(), serviceIds }),
  );
}

/** Goes through the directory as a young person meets it: alone, in line, in a chat and after it. */
export async function everyOtherState(locale: string, lookAt: LookAt, js = true): Promise<Server> {
  const house = await houseWithPlaces();
  const { ids } = house;
  const noor = await young(house, { locale, js });
  const { page } = noor;
  const named = (name: string) => (js ? name : `plain-${name}`);
  const at = async (path: string, name: string) => {
    await page.goto(house.origin + path);
    await lookAt(named(name), page);
  };
  await at("/", "other-door");
  await at("/other", "other-all");
  await page.click("form summary");
  await page.selectOption("#topic", "family");
  await page.check("[name=free]");
  await page.click("form .big");
  await page.waitForSelector("details[open]");
  await lookAt(named("other-found"), page);
  await page.fill("#q", "zzzz");
  await page.click("form .big");
  await page.waitForSelector("#found .big.line");
  await lookAt(named("other-nothing"), page);
  await at("/other?w=gone", "other-gone");
  await at(`/other/${ids.open}`, "other-place");
  await at(`/other/${ids.unknown}`, "other-place-unknown");
  await page.goto(`${house.origin}/other/${ids.open}`);
  await page.click(".way >> text=chat.example");
  await page.waitForSelector("main a.way[target=_blank]");
  await lookAt(named("other-out"), page);
  await open(house);
  await noor.start("hello");
  await openMenu(page);
  await page.click("#places summary");
  await lookAt(named("other-waiting"), page);
  await take(house);
  await sends(house, newest(house), [ids.urgent, ids.open, ids.closed]);
  await noor.log.locator(".wide").waitFor();
  await noor.log.locator("summary.way").last().click();
  await lookAt(named("other-chat"), page);
  await noor.end();
  await lookAt(named("other-ended"), page);
  await page.context().close();
  return house;
}
