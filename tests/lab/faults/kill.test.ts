import { afterAll, expect, onTestFinished, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import type { Server } from "#tests/support/house/server.ts";
import { annaJoins, type Process, porchlight } from "#tests/support/outside/process.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { counsellor, type Young, young } from "#tests/support/people/people.ts";
import { dayOrNight, drawnFrom, patience } from "#tests/support/run/night.ts";
import { canBrowse } from "#tests/support/run/programs.ts";

afterAll(close);

const browsed = test.skipIf(!canBrowse);

/** What hangs is waited for no longer: it says nothing about how soon a person has it. */
const within = { timeout: patience(60_000) };

/** Where people of tests/support/people/people.ts go. */
const at = (origin: string) => ({ origin }) as Server;

async function opened(): Promise<{ house: Process; anna: Awaited<ReturnType<typeof counsellor>> }> {
  const house = await porchlight();
  onTestFinished(() => house.remove());
  await annaJoins(house);
  const anna = await counsellor(at(house.origin));
  await anna.signIn();
  await anna.available();
  return { house, anna };
}

const mine = (words: string[]) => words.map((one) => `me: ${one}`);

const ways: [string, boolean][] = [
  ["a WebSocket", true],
  ["a long poll, WebSockets being blocked", false],
];
const today = drawnFrom("ways of a page whose server is killed", ways, 1);

browsed.each(today)(
  "R1: on %s the server is killed and started again in the middle of a chat: every message once, in order",
  async (_way, sockets) => {
    const { house, anna } = await opened();
    const line = await proxy(house.port, { sockets });
    onTestFinished(() => line.stop());
    const noor = await young(at(line.origin));
    await noor.start("one");
    await anna.take();
    await anna.say("two");
    await noor.sees("two");
    await noor.say("three");
    await anna.sees("three");
    // Anna may have it before Noor has heard that it arrived.
    await expect.poll(() => unsent(noor), within).toBe(false);

    await house.kill();
    await noor.say("four");
    await noor.say("five");
    await noor.page.locator("#net:not(.back)").waitFor(within);
    expect(await noor.page.locator(".m.sending p").allTextContents()).toEqual(["four", "five"]);
    // What Anna tries meanwhile stays in her field and goes out by itself.
    const field = anna.page.locator(".compose textarea");
    await field.fill("six");
    await anna.page.click(".pane .send");
    await anna.page.locator("#offline:not(:empty), .refused:not(:empty)").first().waitFor(within);
    expect(await field.inputValue()).toBe("six");

    await house.start();
    await expect.poll(() => noor.page.locator(".m.sending").count(), within).toBe(0);
    await expect.poll(() => noor.lines(), within).toContain("them: six");
    await noor.say("seven");
    await anna.sees("seven");

    const hers = await noor.lines();
    expect([...hers].sort()).toEqual(
      [...mine(["one", "three", "four", "five", "seven"]), "them: two", "them: six"].sort(),
    );
    expect(hers.filter((one) => one.startsWith("me"))).toEqual(mine(["one", "three", "four", "five", "seven"]));
    // Both sides have the same order; who is "me" is the other way round.
    const turned = (await anna.lines()).map((one) =>
      one.startsWith("me") ? one.replace("me", "them") : one.replace("them", "me"),
    );
    expect(turned).toEqual(hers);
    // And so has whoever opens the page anew.
    await noor.come();
    await noor.sees("seven");
    expect(await noor.lines()).toEqual(hers);
  },
);

browsed(
  "R1: killed again and again under words that keep coming, nothing that was acknowledged is lost, doubled or out of order",
  async () => {
    const { house, anna } = await opened();
    const noor = await young(at(house.origin));
    await noor.start("0");
    await anna.take();
    const words = Array.from({ length: dayOrNight(12, 40) }, (_, n) => String(n + 1));
    const sent = (async () => {
      for (const word of words) {
        await noor.page.fill("#text", word);
        await noor.page.press("#text", "Enter");
      }
    })();
    for (let kills = 0; kills < dayOrNight(2, 10); kills += 1) {
      const stored = await noor.page.locator(".m.me:not(.sending)").count();
      await house.kill();
      await house.start();
      // One more got through before the next blow, or all of them have.
      await expect
        .poll(
          async () => (await noor.page.locator(".m.me:not(.sending)").count()) > stored || !(await unsent(noor)),
          within,
        )
        .toBe(true);
    }
    await sent;
    await expect.poll(() => unsent(noor), within).toBe(false);
    const all = ["0", ...words];
    expect(await noor.lines()).toEqual(mine(all));
    await expect.poll(() => anna.lines(), within).toEqual(all.map((one) => `them: ${one}`));
  },
);

const unsent = async (noor: Young) => (await noor.page.locator(".m.sending").count()) > 0;

browsed(
  "R1: without JavaScript, the same after sending the form again: the hidden client id stores it once",
  async () => {
    const { house, anna } = await opened();
    const sam = await young(at(house.origin), { js: false });
    await sam.start("one");
    await anna.take();
    await anna.say("two");
    await sam.sees("two");
    await sam.say("three");

    // Sam writes in the small frame opened by itself, as a text browser does.
    const page = await sam.page.context().newPage();
    await page.goto(`${house.origin}/box`);
    await page.fill("#text", "four");
    await house.kill();
    await page.click(".send", { noWaitAfter: true });
    await expect.poll(() => page.url(), within).toContain("chrome-error");
    await house.start();
    // "Reload" on the error page sends the form again.
    await page.reload({ waitUntil: "commit" });
    await page.waitForURL(`${house.origin}/box`);
    await anna.sees("four");
    await sam.come();
    await sam.sees("four");
    expect(await sam.lines()).toEqual(["me: one", "them: two", "me: three", "me: four"]);
    await expect.poll(() => anna.lines(), within).toEqual(["them: one", "me: two", "them: three", "them: four"]);
  },
);

browsed("a form that was stored before the server died is stored once when it comes again", async () => {
  const { house, anna } = await opened();
  const sam = await young(at(house.origin), { js: false });
  await sam.start("one");
  await anna.take();
  const cookie = (await sam.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const clientId = "00112233445566778899aabbccddeeff";
  const post = () =>
    fetch(`${house.origin}/send`, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: cookie, Origin: house.origin },
      body: new URLSearchParams({ client_id: clientId, text: "two" }),
    });
  expect((await post()).status).toBe(303);
  await house.kill();
  await house.start();
  expect((await post()).status).toBe(303);
  await sam.come();
  await sam.sees("two");
  expect(await sam.lines()).toEqual(["me: one", "me: two"]);
});
