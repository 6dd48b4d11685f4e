import { annaSays, comesIn, takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { counsellor, openMenu, young } from "#tests/support/people/people.ts";
import { type LookAt, newest, type TimedServer, take, write } from "./youth.ts";

/** Goes through a young person's usual pages with JavaScript, from a closed door to the end of a chat. */
export async function someYouthStates(house: TimedServer, locale: string, lookAt: LookAt): Promise<void> {
  const { page, come, start, sees } = await young(house, { locale });
  await come();
  await lookAt("youth-closed", page);
  await open(house);
  await come();
  await lookAt("youth-door", page);
  await start("my parents fight every night and I lie awake");
  await lookAt("youth-waiting", page);
  const id = await take(house);
  await page.waitForSelector("#state.talking");
  for (let n = 1; n <= 40; n++) await write(house, id, n % 2 ? "counsellor" : "youth", `line ${n} of a long talk`);
  await sees("line 40");
  await openMenu(page);
  await page.click("#way summary");
  await lookAt("youth-chat-long", page);
  await page.click("#way .big");
  await page.waitForSelector("[data-ended]");
  await lookAt("youth-ended", page);
  for (const path of ["/how", "/help", "/not-here"]) {
    await page.goto(house.origin + path);
    await lookAt(`youth${path}`, page);
  }
  await page.context().close();
}

/** Goes through a counsellor's usual pages with JavaScript: sign-in, someone waiting, a chat, and its end. */
export async function someStaffStates(house: TimedServer, lookAt: LookAt): Promise<void> {
  const { page, signIn, end } = await counsellor(house);
  await page.goto(`${house.origin}/staff/sign-in`);
  await lookAt("staff-sign-in", page);
  await signIn();
  await open(house);
  await comesIn(house, "my friends made a new group without me and I can see it");
  await page.waitForSelector("#queue .row");
  await lookAt("staff-empty", page);
  const id = newest(house);
  await takes(house, house.anna, id);
  await annaSays(house, id, "That sounds exhausting.");
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await page.waitForSelector("#sound:not([hidden])");
  await lookAt("staff-chat", page);
  await end();
  await lookAt("staff-ended", page);
  await page.goto(`${house.origin}/staff/me`);
  await lookAt("staff-me", page);
  await page.context().close();
}
