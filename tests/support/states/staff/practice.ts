import { page as opened } from "#tests/support/browser/browser.ts";
import { says } from "#tests/support/house/http.ts";
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
  await aino.page.context().close();
  return house;
}
