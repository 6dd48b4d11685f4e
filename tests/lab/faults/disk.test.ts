import { afterAll, expect, onTestFinished, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { settled, stored } from "#tests/support/browser/cut-off.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { type Disk, smallDisk, smallFiles } from "#tests/support/outside/disk.ts";
import { counsellor, opening, young } from "#tests/support/people/people.ts";
import { night } from "#tests/support/run/night.ts";
import { canBrowse } from "#tests/support/run/programs.ts";

afterAll(close);

const browsed = test.skipIf(!canBrowse);

const now = Date.UTC(2026, 10, 24, 18);
const disks: [string, Disk][] = [["no more room in its file", smallFiles(now)]];
// Only an account that may mount something can have a disk that is really full, and only at night it is asked for one.
const real = night ? smallDisk(now) : null;
if (real) disks.push(["a disk that is full", real]);

const sentence = translate("en")("error.not_stored");
const long = (n: number) => `${n} ${"words that take room ".repeat(180)}`;

browsed.each(disks)(
  "R3: with %s both sides are told, keep their words, and the same words go out once there is room",
  async (_what, disk) => {
    const house = await server({ files: disk.files });
    onTestFinished(async () => {
      await house.stop();
      disk.remove();
    });
    await open(house);
    const anna = await counsellor(house);
    await anna.signIn();
    const noor = await young(house);
    await noor.start("things at home");
    const id = await anna.take();
    await noor.told("Mika is here");
    const sam = await young(house, { js: false });
    await sam.start("me too");
    disk.fill();

    // What is left of the room is used up; every message that was acknowledged is stored.
    const said = ["me: things at home"];
    const refused = noor.page.locator("#refused", { hasText: sentence });
    let n = 0;
    do {
      n += 1;
      await noor.say(long(n));
      said.push(`me: ${long(n).trim()}`);
      await noor.page.locator("#refused:not(:empty), #log:not(:has(.sending))").first().waitFor();
    } while ((await refused.count()) === 0);
    expect(await noor.lines()).toEqual(said);
    expect(stored(house, id)).toEqual(said.slice(0, -1));
    expect(await noor.page.locator(".sending").count()).toBe(1);
    // The line itself works: nobody is told that they are offline.
    expect(await noor.page.locator("#net:not(.back)").isVisible()).toBe(false);

    // Without JavaScript: the sentence, and the words still in the box.
    const box = sam.page.frameLocator(".frame-box");
    const kept = `for Sam: ${long(0)}`.trim();
    await box.locator("#text").fill(kept);
    const clientId = await box.locator("[name=client_id]").inputValue();
    await box.locator(".send").click();
    await box.locator("#refused", { hasText: sentence }).waitFor();
    expect(await box.locator("#text").inputValue()).toBe(kept);
    expect(await box.locator("[name=client_id]").inputValue()).toBe(clientId);

    // The counsellor: the same, and the words stay in the field.
    const answer = `from Mika: ${long(0)}`.trim();
    await anna.page.fill(".compose textarea", answer);
    await anna.page.click(".send");
    await anna.page.locator(`#refused-${id}`, { hasText: sentence }).waitFor();
    expect(await anna.page.inputValue(".compose textarea")).toBe(answer);
    expect(stored(house, id)).toEqual(said.slice(0, -1));
    const heard = house.heard.filter((event) => event.type === "message.written" && event.conversationId === id);
    expect(heard).toHaveLength(stored(house, id).length + 1);

    disk.makeRoom();
    await settled(noor);
    await noor.page.locator("#refused:empty").waitFor({ state: "attached" });
    await anna.page.click(".send");
    await noor.sees("from Mika");
    await box.locator(".send").click();
    await sam.sees("for Sam");
    await sam.page.goto(house.origin, opening);
    await sam.sees("for Sam");
    expect(await sam.lines()).toEqual(["me: me too", `me: ${kept}`]);
    said.push(`them: ${answer}`);
    // Both sides tried again by themselves: either may have been the first.
    expect(stored(house, id).toSorted()).toEqual(said.toSorted());
    expect(await noor.lines()).toEqual(stored(house, id));
    await annaSays(house, id, "good");
    await noor.sees("good");
    expect(disk.files.data.pragma("integrity_check", { simple: true })).toBe("ok");
    // What was reported for whoever runs the server holds no word of anybody.
    expect(house.reported.join()).toContain("not stored");
    expect(house.reported.join()).not.toContain("words that take room");

    await Promise.all([noor, sam, anna].map((one) => one.page.context().close()));
  },
);
