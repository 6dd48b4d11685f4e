import { afterAll, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { languages } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { night, oneInTurn } from "#tests/support/run/night.ts";
import { everyStaffState } from "#tests/support/states/staff/staff.ts";
import { someStaffStates, someYouthStates } from "#tests/support/states/youth/some.ts";
import { everyPlainYouthState, everyYouthState, timedServer } from "#tests/support/states/youth/youth.ts";

afterAll(close);

type Page = Parameters<typeof look>[0];

/** Looks quickly, and notes which language each state spoke. */
function looker() {
  const seen: (Looked & { language: string | null })[] = [];
  const lookAt = async (name: string, page: Page) => {
    const language = await page.locator("html").getAttribute("lang");
    seen.push({ ...(await look(page, name, { whole: false })), language });
  };
  return { seen, lookAt };
}

// Other languages have longer words; English is looked at with the pictures. By day what most people meet, in one of them.
const others = languages.filter((language) => language !== "en");

test.each(oneInTurn("young people in", others))(
  "no state of a young person scrolls sideways in %s at 320 px with letters twice as big",
  async (language) => {
    const { seen, lookAt } = looker();
    for (const every of night ? [everyYouthState, everyPlainYouthState] : [someYouthStates]) {
      const house = await timedServer();
      await every(house, language, lookAt);
      await house.stop();
    }
    expect(seen).toHaveLength(night ? 33 : 8);
    expect(new Set(seen.map((one) => one.language))).toEqual(new Set([language]));
    expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
  },
  180_000,
);

test.each(oneInTurn("the staff in", others))(
  "no state of the staff scrolls sideways in %s at 320 px with letters twice as big",
  async (language) => {
    const { seen, lookAt } = looker();
    const house = await timedServer();
    await house.helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("staff").set({ language })));
    await (night ? everyStaffState : someStaffStates)(house, lookAt);
    await house.stop();
    expect(seen).toHaveLength(night ? 30 : 5);
    const signedIn = seen.slice(seen.findIndex(({ name }) => name === "staff-empty"));
    expect(new Set(signedIn.map((one) => one.language))).toEqual(new Set([language]));
    expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
  },
  180_000,
);
