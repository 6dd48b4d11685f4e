import type { Page } from "playwright-core";
import { saveScenarioDraft, scenarioDrafts } from "#src/training/drafts.ts";
import { page as opened } from "#tests/support/browser/browser.ts";
import { act, says } from "#tests/support/house/http.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of practice: alone, guided, read, and with a colleague. */
export async function everyPracticeState(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  const anna = await counsellor(house);
  await anna.signIn();
  const { page } = anna;
  const begins = async (scenario: string, way: string) => {
    await page.goto(`${house.origin}/staff/practice/scenario/${scenario}`);
    await page.check(`[value=${way}]`);
    await page.click("main form .main");
    await page.waitForSelector("#practice-foot");
  };
  await page.goto(`${house.origin}/staff/practice`);
  await lookAt("practice-list", page);
  await page.goto(`${house.origin}/staff/practice/scenario/home-brother`);
  await lookAt("practice-about", page);
  await page.goto(`${house.origin}/staff/practice/scenario/home-brother?stop=2`);
  await lookAt("practice-reading", page);
  await begins("peers-group-chat", "guided");
  await lookAt("practice-guided", page);
  await page.click(".choices button");
  await page.locator(".practice-log .why").waitFor();
  await lookAt("practice-guided-why", page);
  await begins("craft-silent-hi", "hints");
  await page.click("[value=hint]");
  await page.locator(".practice-hint").waitFor();
  await lookAt("practice-hint", page);
  await page.click("[value=ended]");
  await page.waitForSelector(".practice-after");
  await lookAt("practice-after", page);
  await begins("home-brother", "colleague");
  await lookAt("practice-link", page);
  const link = await page.locator(".pre code").textContent();
  const kim = await opened({ js: false, width: 360 });
  await kim.goto(link!);
  await lookAt("practice-guest", kim);
  await kim.getByRole("button", { name: says("staff.practice.guest_begin") }).click();
  await kim.locator("iframe").waitFor();
  await lookAt("practice-guest-plays", kim);
  await kim.goto(link!);
  await lookAt("practice-guest-gone", kim);
  await kim.context().close();
  await page.context().close();
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await aino.page.goto(`${house.origin}/admin/practice`);
  await lookAt("practice-admin", aino.page);
  await aino.page.setInputFiles("#file", { name: "own.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await aino.page.click("[value=bring]");
  await aino.page.locator("#file-wrong").waitFor();
  await lookAt("practice-admin-wrong", aino.page);
  await everyWritingState(lookAt, house, aino.page);
  await aino.page.context().close();
  return house;
}

/** A scenario while Aino writes it: empty, with problems, tried, tried again after a change, discarded, and changed by Béla. */
async function everyWritingState(lookAt: LookAt, house: TimedServer, page: Page) {
  await page.goto(`${house.origin}/admin/practice`);
  await page.click("[value=copy] >> nth=0");
  await page.locator("#try").waitFor();
  await lookAt("practice-write", page);
  const saves = async (act: string) => {
    await page.click(`:is(.save, #try) [value=${act}]`);
    await page.locator("#try").waitFor();
  };
  await page.fill("[name$='.when'] >> nth=0", "did promise_secrecy");
  await page.fill("[name=ages]", "");
  await saves("take");
  await page.locator("#draft-wrong").waitFor();
  await lookAt("practice-write-wrong", page);
  await page.fill("[name$='.when'] >> nth=0", "did promises_secrecy");
  await page.fill("[name=ages]", "12-15");
  await page.fill("#say", "How is it at school?");
  await saves("say");
  await page.locator(".heard").first().waitFor();
  await lookAt("practice-write-try", page);
  await page.fill("[name^='facts.'][name$='.says'] >> nth=0", "i sit by the bins");
  await saves("play");
  await page.locator(".try-before").waitFor();
  await lookAt("practice-write-again", page);
  await saves("discard");
  await page.locator("[value=throw]").waitFor();
  await lookAt("practice-write-discard", page);
  const { helpline, bela } = house;
  const [draft] = scenarioDrafts(helpline.db);
  const { id, sheet, version } = draft!;
  const words = { ...sheet.words, hidden: { en: "Their parents do not talk any more." } };
  await act(house, bela, (tx, emit) =>
    saveScenarioDraft(tx, emit, { member: bela, id, version, sheet: { ...sheet, words } }),
  );
  await saves("save");
  await page.locator(".summary").waitFor();
  await lookAt("practice-write-late", page);
}
