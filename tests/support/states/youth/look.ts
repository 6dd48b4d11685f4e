import { open } from "#tests/support/house/helpline.ts";
import type { Server } from "#tests/support/house/server.ts";
import { opening, young } from "#tests/support/people/people.ts";
import { type LookAt, take, timedServer, write } from "./youth.ts";

/** Goes through what a discreet look changes most: the page where it is picked, the door, the chat and its frames. */
export async function everyDiscreetState(lookAt: LookAt, locale = "en"): Promise<Server> {
  const house = await timedServer();
  await open(house);
  for (const js of [true, false]) {
    const noor = await young(house, { locale, js });
    const { page } = noor;
    const look = js ? "notes" : "homework";
    const name = (state: string) => (js ? `look-${state}` : `plain-look-${state}`);
    await page.goto(`${house.origin}/how-it-looks`);
    if (js) await lookAt("look-picking", page);
    await page.locator(`[value=${look}]`).check();
    await page.locator("article form .big").click();
    await page.waitForSelector("form[action^='/start']");
    await lookAt(name("door"), page);
    await noor.start("they are shouting downstairs");
    await lookAt(name("waiting"), page);
    const id = await take(house);
    for (const [by, words] of talk) await write(house, id, by, words);
    await page.goto(house.origin, opening);
    await noor.sees("hes 6");
    await lookAt(name("chat"), page);
    await page.context().close();
  }
  return house;
}

const talk = [
  ["counsellor", "Hi. I’ve read what you wrote, and I’m glad you told me. Does it happen often?"],
  ["youth", "every weekend when he drinks"],
  ["youth", "my little brother is with me hes 6"],
] as const;
