import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { dayOrNight, night, oneInTurn } from "#tests/support/run/night.ts";

let house: Server;

// A house for each: forty messages in a few seconds use up what the limits let one counsellor send.
beforeEach(async () => {
  house = await server();
});
afterEach(() => house.stop());
afterAll(close);

/** From the door to the first words of the counsellor, each seeing what the other does. */
async function meet(noor: Young, anna: Counsellor) {
  await anna.signIn();
  await anna.available();
  await noor.start("things at home are bad again");
  await noor.told("You’re next");
  await noor.sees("things at home are bad again");
  const id = await anna.take();
  await anna.sees("things at home are bad again");
  await noor.told("Mika is here");
  await anna.say("Hi, I am Mika. Tell me more.");
  await noor.sees("Hi, I am Mika. Tell me more.");
  return id;
}

/** What was heard of one conversation, typing and reading left out: they come as fast as people are. */
const course = (id: number) =>
  house.heard
    .filter((event) => "conversationId" in event && event.conversationId === id)
    .map((event) => event.type)
    .filter((type) => !["typing", "message.seen", "message.written", "connection.changed"].includes(type));

const both = { youth: true, staff: true, by: "youth" } as const;
const others = [
  { youth: true, staff: false, by: "counsellor" },
  { youth: false, staff: true, by: "counsellor" },
  { youth: false, staff: false, by: "youth" },
] as const;
const on = (js: boolean) => (js ? "with" : "without");

/** What each says after the first words, and is answered. */
const rounds = dayOrNight(4, 20);

test.each([both, ...oneInTurn("journey", others)])(
  "Noor (JavaScript: $youth) and Anna (JavaScript: $staff) talk from the door to the three taps, ended by the $by",
  async ({ youth, staff, by }) => {
    const noor = await young(house, { js: youth });
    // At night a browser process of her own, not only a profile: two machines share nothing.
    const anna = await counsellor(house, { js: staff, remembers: night });
    const id = await meet(noor, anna);

    const words = Array.from(
      { length: rounds },
      (_, n) => [`from Noor ${n} ${on(youth)}`, `from Mika ${n} ${on(staff)}`] as const,
    );
    for (const [asked, answered] of words) {
      await noor.say(asked);
      await anna.sees(asked);
      await anna.say(answered);
      await noor.sees(answered);
    }
    const first = ["things at home are bad again", "Hi, I am Mika. Tell me more."] as const;
    const spoken = [first, ...words];
    expect(await noor.lines()).toEqual(spoken.flatMap(([asked, answered]) => [`me: ${asked}`, `them: ${answered}`]));
    expect(await anna.lines()).toEqual(spoken.flatMap(([asked, answered]) => [`them: ${asked}`, `me: ${answered}`]));

    if (by === "youth") {
      await noor.end();
      await expect.poll(() => noor.page.locator("h1").textContent()).toBe("Did this chat help?");
      await anna.page.waitForSelector(staff ? ".over" : "body");
      await anna.state("ended by them");
    } else {
      await anna.end();
      if (!youth) await noor.log.locator(".top a", { hasText: /^Continue$/ }).click({ noWaitAfter: true });
      await noor.page.waitForSelector("[data-ended]");
      await anna.state("ended by you");
    }
    await noor.tapsAfter(4, "yes");
    expect(await noor.page.textContent("main")).toContain("Good. Thank you.");
    // No transcript: of a chat that Mika ended only her last words, which may not have been read yet.
    const left = (await noor.page.textContent("main"))!.match(/from Mika \d+/g) ?? [];
    expect(left).toEqual(by === "counsellor" ? [`from Mika ${rounds - 1}`] : []);
    await noor.page.click("form[action='/wipe'] .big");
    await noor.page.waitForSelector("form[action^='/start']");
    expect(await noor.page.context().cookies()).toEqual([]);

    expect(course(id)).toEqual([
      "conversation.started",
      "conversation.claimed",
      "conversation.ended",
      "help.rated",
      "feeling.given",
      "next_step.said",
    ]);
    expect(house.reported).toEqual([]);
    await noor.page.context().close();
    await anna.page.context().close();
  },
  120_000,
);
