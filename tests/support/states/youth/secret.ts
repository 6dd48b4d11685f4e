import { topics } from "#src/live/topics.ts";
import { end } from "#src/queue/end/ending.ts";
import { open } from "#tests/support/house/helpline.ts";
import type { Server } from "#tests/support/house/server.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { opening, young } from "#tests/support/people/people.ts";
import { gone, type LookAt, newest, take, timedServer, write } from "./youth.ts";

/** Goes through every state of having, or being offered, a secret word. */
export async function everySecretState(lookAt: LookAt, locale = "en"): Promise<Server> {
  const house = await timedServer();
  await open(house);
  const noor = await young(house, { locale });
  const { page } = noor;
  await noor.come();
  await page.locator("form[action^='/start'] summary").click();
  await lookAt("secret-offered", page);
  await page.fill("#text", "my brother reads my phone");
  await page.fill("#secret", "abc");
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#secret-wrong");
  await lookAt("secret-refused", page);
  await page.fill("#secret", "Moonstone");
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#state.waiting");
  const id = newest(house);
  await take(house);
  await page.waitForSelector("#state.talking");
  await write(house, id, "counsellor", "That is not right of him.");
  await noor.sees("not right of him");

  const phone = await young(house, { locale });
  await page.goto(`${house.origin}/back`);
  await lookAt("secret-is-set", page);
  await page.click("[value=code] ~ button");
  await page.waitForSelector("#words");
  const code = codeOn(await page.content());
  await phone.page.goto(`${house.origin}/back`);
  await phone.page.fill("#code", code);
  await phone.page.click("form .big");
  await phone.page.waitForSelector("#secret");
  await lookAt("secret-with-code", phone.page);

  // The line is dead for a while, with words in the box.
  await noor.come();
  await page.waitForSelector("#check", { state: "hidden" });
  await page.fill("#text", "and then he");
  await page.context().setOffline(true);
  house.helpline.hub.shut(topics.youth(id));
  await gone(house, id);
  house.clock.pass(120_000);
  await page.context().setOffline(false);
  await page.waitForSelector("#secret");
  await lookAt("secret-asked", page);
  await page.fill("#secret", "guess");
  await page.click("form[action='/continue'] .big");
  await page.waitForSelector("#secret-wrong");
  await lookAt("secret-wrong", page);
  await page.fill("#secret", "moon stone");
  await page.click("form[action='/continue'] .big");
  await page.waitForSelector("#state.talking");
  await lookAt("secret-given", page);
  await write(house, id, "counsellor", "Take care of yourself.");
  await house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) =>
    end(tx, emit, { conversationId: id, reason: "ended_by_counsellor", staffId: house.anna.id }),
  );
  await page.waitForSelector("[data-ended]");
  house.clock.pass(120_000);
  await page.goto(house.origin, opening);
  await page.waitForSelector("#secret");
  await lookAt("secret-after-the-end", page);

  const sam = await young(house, { locale });
  await open(house);
  await sam.start("nobody reads mine");
  await sam.page.goto(`${house.origin}/back`);
  await lookAt("secret-in-the-chat", sam.page);
  for (const one of [noor, phone, sam]) await one.page.context().close();
  return house;
}
