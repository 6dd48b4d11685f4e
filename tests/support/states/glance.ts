import { open } from "#tests/support/house/helpline.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, timedServer } from "./youth/youth.ts";

/** Goes through one chat on both sides and one admin form, where a broken style sheet shows first. */
export async function everyGlance(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  const [noor, anna] = [await young(house), await counsellor(house)];
  await noor.come();
  await lookAt("glance-closed", noor.page);
  await anna.page.goto(`${house.origin}/staff/sign-in`);
  await lookAt("glance-sign-in", anna.page);
  await anna.signIn();
  await anna.available();
  await noor.come();
  await noor.page.getByLabel("I’m in danger").check();
  await lookAt("glance-door", noor.page);
  await noor.start("I took all of them");
  await lookAt("glance-waiting", noor.page);
  await anna.page.waitForSelector("#queue .row");
  await lookAt("glance-queue", anna.page);
  const id = await anna.take();
  await anna.say("I am here with you.", id);
  await noor.say("I am so tired");
  await noor.sees("I am so tired");
  await lookAt("glance-chat", noor.page);
  await anna.sees("I am so tired");
  await lookAt("glance-console", anna.page);
  await anna.page.locator(`#scroll-${id}`).press("d");
  await anna.page.waitForSelector(`#ask-emergency-${id}:visible`);
  await lookAt("glance-emergency", anna.page);
  await noor.end();
  await lookAt("glance-ended", noor.page);
  await anna.page.waitForSelector(".over");
  await lookAt("glance-over", anna.page);
  for (const one of [noor, anna]) await one.page.context().close();
  await theForm(house, lookAt);
  return house;
}

async function theForm(house: TimedServer, lookAt: LookAt) {
  await open(house);
  const { page, signIn } = await counsellor(house, { name: "aino" });
  await signIn();
  await page.goto(`${house.origin}/admin/settings/helpline`);
  await lookAt("glance-form", page);
  await page.fill("#ageFrom", "old");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("glance-form-wrong", page);
  await page.context().close();
}
