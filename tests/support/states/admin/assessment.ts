import type { Page } from "playwright-core";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { firstInstant } from "#src/hours/instants.ts";
import { questionNames } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { open } from "#tests/support/house/helpline.ts";
import type { Server } from "#tests/support/house/server.ts";
import { young } from "#tests/support/people/people.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";
import { ainoAt } from "./admin.ts";

/** A Saturday, 23:00 in Brussels. */
export const saturdayNight = firstInstant("Europe/Brussels", "2026-11-21", 23 * 60);

/** Adds entries of every kind for that night, and switches the questions on. */
export async function withPlaces(house: Server): Promise<void> {
  const { db } = house.helpline;
  const add = (name: string, more: Parameters<typeof place>[2]) =>
    place(db, name, { verifiedOn: "2026-11-01", ...more });
  const phone = (number: string) => [plainChannel("phone", number)];
  await add("Emergency line", {
    emergency: true,
    calendar: daily(0, 1440),
    summary: "For whoever is in danger, day and night.",
    channels: phone("112"),
  });
  await add("Bully help", {
    topics: ["bullying"],
    calendar: daily(14 * 60, 20 * 60),
    ageFrom: 10,
    ageTo: 18,
    summary: "Against bullying at school and online.",
    channels: [plainChannel("chat", "https://bully.example/chat")],
  });
  await add("Night line", {
    calendar: daily(20 * 60, 26 * 60),
    free: true,
    anonymous: true,
    summary: "Somebody listens all night.",
    channels: phone("0800 111 22"),
  });
  await add("Suicide line", {
    topics: ["suicide"],
    calendar: daily(0, 1440),
    summary: "Talk about it, at any hour.",
    channels: [plainChannel("chat", "https://talk.example/"), plainChannel("phone", "0800 32 123")],
  });
  await add("Of the south", { regions: ["BE", "FR"], topics: ["grief"] });
  await switchOn(house);
}

/** Switches the first questions on. */
async function switchOn({ helpline: { db } }: Server): Promise<void> {
  const value = { on: true, questions: [...questionNames] };
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "assessment", value }));
}

/** Ticks these answers, by their words. */
export async function choose(page: Page, ...words: string[]): Promise<void> {
  for (const one of words) await page.locator("label.choice").getByText(one, { exact: true }).click();
}

/** Answers the first questions, each on its page, as far as `words` go, and leaves out the others; "" = left out too. */
export async function answerAll(page: Page, words: (string | string[])[]): Promise<void> {
  const heading = page.locator("main h1");
  for (let n = 0; ; n += 1) {
    const asked = (await heading.textContent())!;
    if (asked === "This could help you") return;
    await choose(page, ...[words[n] ?? ""].flat().filter((word) => word !== ""));
    await page.locator("main button.big").click();
    await heading.filter({ hasNotText: asked }).waitFor();
  }
}

/** Goes through every state of the first questions: a young person’s without scripts, and an admin’s. */
export async function everyAssessmentState(lookAt: LookAt): Promise<TimedServer> {
  const { house, aino } = await ainoAt(saturdayNight);
  await forYouth(house, lookAt);
  await forAdmins(house, aino.page, lookAt);
  await aino.page.context().close();
  return house;
}

async function forYouth(house: TimedServer, lookAt: LookAt) {
  await withPlaces(house);
  await open(house);
  const noor = await young(house, { js: false });
  const { page } = noor;
  await noor.come();
  await lookAt("which-door", page);
  await page.getByText("Not sure?").click();
  await page.waitForURL("**/which");
  await lookAt("which", page);
  await answerAll(page, ["", "Bullying", "13–14", "", "Chat"]);
  await page.getByRole("heading", { name: "This could help you" }).waitFor();
  await lookAt("which-open", page);
  await page.goto(`${house.origin}/which`);
  await answerAll(page, ["Someone is hurt or in danger now"]);
  await page.getByText("so you go first").waitFor();
  await lookAt("which-danger", page);
  await page.goto(`${house.origin}/which`);
  await page.locator("main button.big").click();
  await page.getByText("What’s it about?").waitFor();
  await choose(page, "Suicide", "Bullying");
  await lookAt("which-topics", page);
  await answerAll(page, []);
  await page.getByText("answer me first").waitFor();
  await lookAt("which-offered", page);
  await house.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
  await page.goto(`${house.origin}/which`);
  await answerAll(page, []);
  await page.locator("#write .shut").waitFor();
  await lookAt("which-closed", page);
  await page.context().close();
}

async function forAdmins({ origin }: TimedServer, page: Page, lookAt: LookAt) {
  const path = `${origin}/admin/assessment`;
  await page.goto(path);
  await lookAt("assessment", page);
  for (const name of ["urgent", "topics", "age", "region", "channel"])
    await page.uncheck(`[name=question][value=${name}]`);
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("assessment-wrong", page);
  page.once("dialog", (dialog) => dialog.accept());
  await page.goto(`${path}?rule=1`);
  await lookAt("assessment-rule", page);
  await page.goto(`${path}?rule=new`);
  await page.fill("#say-en", "x".repeat(205));
  await page.click("button[value=rule]");
  await page.locator(".summary").waitFor();
  await lookAt("assessment-rule-wrong", page);
  await page.fill("#say-en", "Night is a good time to talk.");
  await page.click("button[value=rule]");
  await page.locator("#saved").waitFor();
  await lookAt("assessment-saved", page);
  await page.goto(`${path}/try?topics=bullying&age=13-14&day=5&hour=23`);
  await lookAt("assessment-try", page);
  await page.goto(`${path}/try?reach=1`);
  await lookAt("assessment-reach", page);
}
