import type { Page } from "playwright-core";
import type { Opening } from "#src/settings/definitions.ts";
import { setSetting } from "#src/settings/settings.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { monday } from "#tests/support/people/admin.ts";
import { asks } from "#tests/support/people/later.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";
import { ainoAt } from "./admin.ts";

/** A colleague renames the helpline. */
async function renamed({ helpline }: TimedServer, name: string) {
  await helpline.db.change("staff:1", (tx, emit) => setSetting(tx, emit, { name: "name", value: name }));
}

/** Three asked for a callback before the helpline was closed again. */
async function someAsked(house: TimedServer) {
  const set = (value: Opening) =>
    house.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "opening", value }));
  await sendsTo(house, 25);
  await set("open");
  for (const name of ["noor", "sam", "kim"]) await asks(house, `${name}@mail.example`);
  await set("not_yet");
}

/** Goes through the way to an open helpline and the plain pages of the settings. */
export async function everySettingsState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(monday);
  const { page } = aino;
  await house.helpline.db.change("porchlight", (tx, emit) =>
    setSetting(tx, emit, { name: "opening", value: "not_yet" }),
  );
  const go = (path: string) => page.goto(`${house.origin}${path}`);
  await go("/admin");
  await lookAt("settings", page);
  await page.fill("#q", "wikipedia");
  await page.press("#q", "Enter");
  await page.locator("#found").waitFor();
  await lookAt("settings-found", page);
  await go("/admin?q=zebra");
  await lookAt("settings-nothing", page);

  await go("/admin/settings/helpline");
  await lookAt("subject-helpline", page);
  await page.fill("#name", "");
  await page.fill("#ageFrom", "old");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("subject-wrong", page);
  await page.fill("#name", "Porch");
  await page.fill("#title", "Porch");
  await page.fill("#ageFrom", "12");
  await renamed(house, "Lamp");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("subject-meanwhile", page);
  await page.click(".save .main");
  await page.locator("#saved button").waitFor();
  await lookAt("subject-saved", page);
  await go("/admin/settings/emergency");
  await page.selectOption("#add-country", "FR");
  await page.click("button[value='add country']");
  await page.locator("#emergency-1-call").waitFor();
  await lookAt("subject-emergency", page);
  await page.fill("#emergency-1-call", "help");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("subject-emergency-wrong", page);
  // A link must not sweep typed words away.
  page.once("dialog", (dialog) => dialog.accept());
  for (const subject of ["languages", "chats", "silence", "keeping", "directory", "callback"]) {
    await go(`/admin/settings/${subject}`);
    await lookAt(`subject-${subject}`, page);
  }
  await someAsked(house);
  await go("/admin/settings/callback");
  await lookAt("subject-callback-asked", page);
  await whileTheyWait(go, page, lookAt);

  await go("/admin/open");
  await lookAt("open-not-yet", page);
  await page.click("form.press .main");
  await page.locator("#anyway[aria-invalid]").waitFor();
  await lookAt("open-refused", page);
  await page.check("#anyway");
  await page.click("form.press .main");
  await page.locator(".state-now .dot.open").waitFor();
  await lookAt("open-open", page);
  await page.fill("#note-en", "Back on 1 September.");
  await page.click("button[value=break]");
  await page.locator(".state-now .dot.closed").waitFor();
  await lookAt("open-break", page);
  await page.context().close();

  const plain = await counsellor(house, { name: "aino", js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/admin/settings/keeping`);
  await plain.page.fill("#retentionDays", "3");
  await plain.page.click("#preview-button");
  await plain.page.frameLocator("iframe[name=preview]").getByText("3 days").first().waitFor();
  await lookAt("subject-plain", plain.page);
  await plain.page.context().close();
  return house;
}

/** Waiting cards: the list, a refused card, and a saved one. */
async function whileTheyWait(go: (path: string) => Promise<unknown>, page: Page, lookAt: LookAt) {
  await go("/admin/meanwhile");
  await lookAt("meanwhile-list", page);
  await go("/admin/meanwhile?card=new");
  await page.fill("[id='title.en']", "Exams");
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("meanwhile-card-wrong", page);
  await page.fill("[id='text.en']", "One thing at a time.");
  await page.waitForSelector("iframe[name='preview-1']:not(.coming)");
  await lookAt("meanwhile-card", page);
  await page.click(".save .main");
  await page.waitForSelector("#saved");
  await page.click("button[value='off home']");
  await page.locator("button[value='on home']").waitFor();
  // A press further down has scrolled its notice half under the bar.
  await page.evaluate("scrollTo(0, 0)");
  await lookAt("meanwhile-saved", page);
}
