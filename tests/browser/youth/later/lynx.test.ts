import { afterEach, beforeEach, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { type Lynx, lynx } from "#tests/support/browser/lynx.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { endings, exitSite, leadTo } from "#tests/support/people/leaving.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

const t = translate("en");
let house: Server;
let noor: Lynx;

beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(async () => {
  await noor.quit();
  await house.stop();
});

test("Y11: in lynx Noor starts, waits, reads, answers, ends and is asked how it was", async () => {
  noor = lynx(house.origin);
  await noor.sees(t("youth.door.title"));
  await noor.writes(t("youth.door.label"), "nobody at home listens to me");
  await noor.presses(t("youth.door.send"));
  await noor.sees(t("youth.waiting.place", { place: 1 }));
  await noor.sees("nobody at home listens to me");

  const id = await take(house);
  await write(house, id, "counsellor", "Hi Noor, I am Mika.");
  await noor.presses(t("youth.chat.check"));
  await noor.sees("Hi Noor, I am Mika.");
  await noor.sees(t("youth.talking.here", { alias: "Mika" }));

  for (const words of ["it is about my brother", "he shouts a lot"]) {
    await noor.writes(t("youth.chat.label"), words);
    await noor.presses(t("youth.chat.send"));
    await noor.sees(words);
  }
  await write(house, id, "counsellor", "Since when does he shout?");
  await noor.presses(t("youth.chat.check"));
  await noor.sees("Since when does he shout?");
  // What is hidden stands there too in a browser without styles: it must not claim what is not so.
  expect(await noor.screen()).not.toContain(t("youth.talking.writing", { alias: "Mika" }));
  expect(await noor.screen()).not.toContain(t("youth.chat.new"));

  await noor.presses(t("youth.end.yes"));
  await noor.sees(t("youth.helped.title"));
  expect(await noor.screen()).not.toContain("shout");
  expect(await noor.screen()).not.toContain(t("youth.kept.label"));
  await noor.presses(t("youth.helped.yes"));
  await noor.sees(t("youth.helped.thanks_yes"));
  await noor.presses("4");
  await noor.sees(t("youth.feeling.thanks", { value: 4 }));
  await noor.presses(t("youth.next_step.bit"));
  await noor.sees(t("youth.next_step.thanks_bit"));
  await noor.presses(t("youth.ended.wipe"));
  await noor.sees(t("youth.door.title"));
  expect(endings(house)).toEqual(["ended_by_youth"]);
  expect(house.heard.filter(({ type }) => type === "message.written")).toHaveLength(6);
  expect(house.reported).toEqual([]);
});

test("Y1: in lynx Noor leaves fast", async () => {
  const site = exitSite();
  await leadTo(house, site);
  noor = lynx(house.origin);
  await noor.writes(t("youth.door.label"), "the secret words");
  await noor.presses(t("youth.door.send"));
  await noor.sees("the secret words");
  await noor.presses(t("youth.frame.leave"));
  await noor.sees("Sun and some clouds");
  expect(endings(house)).toEqual(["left_fast"]);
  await site.stop();
});
