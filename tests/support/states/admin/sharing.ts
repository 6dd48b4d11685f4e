import { readConfig } from "#src/config.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { publisher } from "#tests/support/made/publisher.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";
import { tuesday } from "./directory.ts";

/** Goes through every state of sharing the directory. */
export async function everySharingState(lookAt: LookAt): Promise<TimedServer> {
  const clock = fakeClock(tuesday);
  const there = await publisher();
  const config = readConfig({ OUTGOING_ALLOW: "127.0.0.1" }, []);
  const house = { ...(await server({ clock, config })), clock };
  const night = await place(there.db, "Night phone", {
    ...{ summary: "Somebody listens.", fees: "none", ageFrom: 12 },
    // With a letter of another script, so a warning shows.
    channels: [plainChannel("phone", "116 111"), plainChannel("chat", "https://nіght.example/chat")],
  });
  const day = await place(there.db, "Day phone", { summary: "From nine to five.", calendar: daily(540, 1020) });
  await open(there);
  await place(house.helpline.db, "Youth house");
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  const { page } = aino;
  const go = () => page.goto(`${house.origin}/admin/directory/sharing`);
  await go();
  await lookAt("sharing", page);
  await page.click("#publish button");
  await page.locator("#saved").waitFor();
  await lookAt("sharing-published", page);
  await page.fill("#address", "javascript:alert(1)");
  await page.click("#subscribe .main");
  await page.locator(".summary").waitFor();
  await lookAt("sharing-wrong", page);
  await page.fill("#address", `${there.origin}/hsds`);
  await page.click("#subscribe .main");
  await page.locator("#licence").waitFor();
  await lookAt("sharing-found", page);
  await page.click("#subscribe button[value=add]");
  await page.locator("#review").waitFor();
  await lookAt("source-new", page);
  await page.click("button[value=take_all]");
  await page.locator("#told").waitFor();
  await lookAt("source-taken", page);

  there.clock.pass(3_600_000);
  const change = (house: typeof there, id: string, more: object) => {
    const { entry } = service(house.helpline.db, id)!;
    return act(house, house.aino, (tx, emit) => changeService(tx, emit, { id, entry: { ...entry, ...more } }));
  };
  const ours = service(house.helpline.db, night)!.entry;
  await act(house, house.aino, (tx, emit) =>
    changeService(tx, emit, {
      id: night,
      entry: { ...ours, summary: "Somebody listens, all night.".padEnd(120, " Call.") },
    }),
  );
  const self = page.url().replace(/[?#].*/, "");
  await page.goto(`${self}?show=edited`);
  await lookAt("source-edited", page);
  await page.goto(self);
  await change(there, night, {
    summary: "Somebody listens until morning.".padEnd(120, " Call."),
    calendar: daily(1200, 1800),
  });
  await change(there, day, { status: "defunct" });
  await page.click("form[action$='/ask'] button");
  await page.locator("#told").waitFor();
  await lookAt("source-changed", page);
  const folded = page.locator(".group:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
  await page.click("form[action$='/remove'] button");
  await page.locator(".summary").waitFor();
  await lookAt("source-remove", page);

  await go();
  await page.fill("#partner", there.origin);
  await page.click("#partners .main");
  await page.locator("#name").waitFor();
  await lookAt("partner-found", page);
  await page.click("#partners button[value=add]");
  await page.locator("#partners .list").waitFor();
  await lookAt("sharing-full", page);
  there.close();
  clock.pass(40 * 60_000);
  await page.click("#partners .list a");
  await page.click("form[action$='/ask'] button");
  await page.locator("#told").waitFor();
  await lookAt("partner-stale", page);

  await go();
  await page.click("#subscribe .list a");
  const remove = page.locator(".group", { has: page.locator("form[action$='/remove']") });
  await remove.locator("summary").click();
  await page.check("#entries [value=end]");
  await page.click("form[action$='/remove'] button");
  await page.locator("#saved a").waitFor();
  await lookAt("sharing-ended", page);
  await page.context().close();
  return house;
}
