import type { Page } from "playwright-core";
import { talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";
import { type Counsellor, counsellor, type Young, young } from "./people.ts";

/** Noor, without JavaScript by default, is in a chat with Anna. */
export async function chatWith(
  house: TimedServer,
  options: { width?: 360 | 1280; js?: boolean; youngJs?: boolean } = {},
) {
  const { width = 1280, js = true, youngJs = false } = options;
  const anna: Counsellor = await counsellor(house, { width, js });
  const noor: Young = await young(house, { js: youngJs });
  await anna.signIn();
  await anna.available();
  await noor.start("i do not want to live");
  const id = await anna.take();
  return { anna, noor, id, page: anna.page };
}

/** Anna alone at her console, in a chat with Noor, who has no browser. */
export async function atChat(
  house: TimedServer,
  { width = 1280, js = true }: { width?: 360 | 1280; js?: boolean } = {},
) {
  await open(house);
  const id = await talking(house, "i do not want to live");
  const anna: Counsellor = await counsellor(house, { width, js });
  const { page } = anna;
  await anna.signIn(`/staff/conversation/${id}`);
  if (js) await page.waitForFunction("document.documentElement.dataset.keys");
  return { anna, id, page };
}

/** Presses keys one after the other. Returns how many. */
export async function press(page: Page, ...keys: string[]): Promise<number> {
  for (const key of keys) await page.keyboard.press(key);
  return keys.length;
}
