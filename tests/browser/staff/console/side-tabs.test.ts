import { afterAll, expect, test } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { member, open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

afterAll(close);

// As text: it runs in the page. What of the ways to what stands beside a chat is past an edge of the screen, and which are in sight.
const ways = `(() => {
  const all = [...document.querySelectorAll(".pane :is(.head, .side-tabs) :is([data-tab], .to-side)")].filter((one) => one.checkVisibility());
  const cut = all.filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return left < 0 || right > document.documentElement.clientWidth;
  });
  return { cut: cut.map((one) => one.textContent), seen: [...new Set(all.map((one) => one.dataset.tab))].sort() };
})()`;

test("the way to the steps of an emergency is in sight beside every chat, in every language, small and large, and so is every other", async () => {
  const house = await server();
  await open(house);
  for (const language of oneInTurn("side tabs", languages)) {
    const anna = await member(
      house.helpline,
      `anna-${language}`,
      "Anna Peeters",
      `Mika ${language}`,
      ["counsellor"],
      language,
    );
    await open(house, anna);
    const id = await comesIn(house, "I cannot go home");
    await takes(house, anna, id);
    const { page, signIn } = await counsellor(house, { name: `anna-${language}` });
    await signIn("/staff/me");
    for (const [width, tab] of [
      [320, ""],
      [360, "/emergency"],
      [768, "/emergency"],
      [1280, ""],
      [1280, "/emergency"],
      [1280, "/handover"],
    ] as const) {
      await page.setViewportSize({ width, height: 740 });
      await page.goto(`${house.origin}/staff/conversation/${id}${tab}`);
      const { cut, seen } = await page.evaluate<{ cut: string[]; seen: string[] }>(ways);
      expect(cut, `${language} ${width} ${tab}`).toEqual([]);
      expect(seen, `${language} ${width} ${tab}`).toContain("emergency");
    }
    await page.context().close();
  }
  await house.stop();
});
