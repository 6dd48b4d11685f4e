import { suggest } from "#src/conversation/messages/agreed-plan.ts";
import { override } from "#src/hours/rules/override.ts";
import { open } from "#tests/support/house/helpline.ts";
import type { Server } from "#tests/support/house/server.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { counsellor, openMenu, young } from "#tests/support/people/people.ts";
import { type LookAt, newest, take, timedServer } from "./youth.ts";

function suggests(house: Server, conversationId: number) {
  const text = "Breathe out slowly\nGo to Kim’s\nWrite here before it gets dark";
  const { id: staffId } = house.anna;
  return house.helpline.db.change(`staff:${staffId}`, (tx, emit) =>
    suggest(tx, emit, { conversationId, staffId, text }),
  );
}

/** Goes through every state of having, getting and typing a code. */
export async function everyBackState(lookAt: LookAt, locale = "en"): Promise<Server> {
  const house = await timedServer();
  await open(house);
  const [noor, phone] = [await young(house, { locale }), await young(house, { locale })];
  await phone.page.goto(`${house.origin}/back`);
  await lookAt("back-form", phone.page);
  await phone.page.fill("#code", "six words that nobody was given");
  await phone.page.click("form .big");
  await phone.page.waitForSelector("[role=alert]");
  await lookAt("back-wrong", phone.page);

  await noor.page.goto(house.origin);
  await noor.page.fill("#text", "I come back tomorrow");
  await noor.page.click("form .big");
  await noor.page.waitForSelector("#state.waiting");
  await take(house);
  await suggests(house, newest(house));
  await noor.page.goto(`${house.origin}/back`);
  await lookAt("back-offered", noor.page);
  await noor.page.click("[value=agree]");
  await noor.page.waitForSelector("#state.talking");
  await noor.page.goto(`${house.origin}/back`);
  await lookAt("back-agreed", noor.page);
  await noor.page.click("main form button");
  await noor.page.waitForSelector("#words");
  await lookAt("back-code", noor.page);
  const code = codeOn(await noor.page.content());
  await noor.page.goto(house.origin);
  await noor.page.waitForSelector("#state.talking");
  await phone.page.fill("#code", code);
  await phone.page.click("form .big");
  await phone.page.waitForSelector("#state.talking");
  await lookAt("back-there", phone.page);
  await noor.page.waitForSelector("main a[href^='/back']");
  await lookAt("back-elsewhere", noor.page);
  await openMenu(phone.page);
  await phone.page.click("#way summary");
  await phone.page.click("#way .big");
  await phone.page.waitForSelector("[data-ended]");
  const types = async () => {
    await noor.page.goto(`${house.origin}/back`);
    await noor.page.fill("#code", code);
    await noor.page.click("form .big");
    await noor.page.waitForSelector("[name=pass]", { state: "attached" });
  };
  const shut = { lineId: 1, staffId: house.bela.id, kind: "closed", until: house.clock.now() + 60_000 } as const;
  await house.helpline.db.change("porchlight", (tx, emit) => override(tx, emit, { ...shut, reason: "storm" }));
  await types();
  await lookAt("back-shut", noor.page);
  house.clock.pass(61_000);
  await types();
  await lookAt("back-again", noor.page);
  await noor.page.check("[value=everything]");
  await noor.page.fill("#text", "it is me again");
  await noor.page.click("form .big");
  await noor.page.waitForSelector("#state.waiting");
  const again = await take(house);
  const anna = await counsellor(house, { locale });
  await anna.signIn();
  await anna.page.goto(`${house.origin}/staff/conversation/${again}`);
  await anna.page.waitForSelector(`#head-${again}`);
  await lookAt("back-console", anna.page);
  // Without room beside the chat its link is in a menu.
  const about = anna.page.locator(`#facts-${again} > summary:visible`);
  if (await about.count()) await about.click();
  await anna.page.click("[data-tab=approach]:visible");
  await anna.page.fill("[name=approach]", "One\nTwo\nThree\nFour");
  await anna.page.click(`#approach-${again} button`);
  await anna.page.waitForSelector(`#approach-${again} [role=alert]:not(:empty)`);
  await lookAt("back-lines", anna.page);
  await anna.page.goto(`${house.origin}/staff/conversation/${again}`);
  await anna.page.click(`form[action$="/earlier"] button:visible`);
  await anna.page.waitForSelector("h2 time");
  await lookAt("back-earlier", anna.page);
  await anna.page.context().close();
  for (const one of [noor, phone]) await one.page.context().close();
  return house;
}
