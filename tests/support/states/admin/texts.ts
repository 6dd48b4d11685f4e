import { setTexts } from "#src/settings/texts/texts.ts";
import { leave } from "#tests/support/made/own-texts.ts";
import { monday } from "#tests/support/people/admin.ts";
import { change } from "#tests/support/states/youth/door.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";
import { ainoAt } from "./admin.ts";

/** What an update leaves behind: another standard text, one that asks for something else, one that is gone. */
const leftBehind = [
  { language: "en", key: "youth.door.title", text: "We listen to you", standard: "Someone listens" },
  { language: "en", key: "youth.talking.here", text: "{name} listens", standard: "{name} is here" },
  { language: "fr", key: "youth.door.older", text: "Salut, toi", standard: "Salut" },
];

/** Goes through every state of the texts. */
export async function everyTextsState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(monday);
  const { page } = aino;
  // Yes to leaving typed words.
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(`${house.origin}/admin/texts`);
  await lookAt("texts-none", page);
  await page.fill("#text-youth-door-label", "What is on your mind?");
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  await lookAt("texts-saved", page);
  await page.fill("#text-youth-door-agree", "Read <b>this</b> first");
  await page.fill("#text-youth-door-secret", " ");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("texts-refused", page);
  await leave(house, leftBehind);
  await page.goto(`${house.origin}/admin/texts?language=en&group=closed`);
  await lookAt("texts-after-update", page);
  await page.fill("#text-youth-closed-again", "Check address");
  await change(house, (tx, emit) =>
    setTexts(tx, emit, { texts: { "en youth.next.back": "Back <strong>{when}</strong>" } }),
  );
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("texts-meanwhile", page);
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  await page.goto(`${house.origin}/admin/texts?language=fr&group=help&q=chat`);
  await lookAt("texts-found", page);
  await page.goto(`${house.origin}/admin/texts?language=nl&q=aardappel`);
  await lookAt("texts-not-found", page);
  await page.goto(`${house.origin}/admin/texts?language=fi&group=mails`);
  await page.fill("#text-mail-callback-last", "Älä jää yksin tänään. ".repeat(13));
  await page.fill("#text-mail-callback-link", `${"Älä jää yksin tänään. ".repeat(14)}{days, plural, other {# päivää}}`);
  await page.fill("#text-mail-staff-digest-text", "{verified}");
  await page.click(".save .main");
  await page.locator(".summary li >> nth=2").waitFor();
  await page.frameLocator("iframe").locator("article").first().waitFor();
  await lookAt("texts-mails", page);
  await page.context().close();
  return house;
}
