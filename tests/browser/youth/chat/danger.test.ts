import { afterAll, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { lineDoors } from "#src/queue/door/doors.ts";
import { axe, close } from "#tests/support/browser/browser.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { another, newest } from "#tests/support/states/youth/youth.ts";

// Noor is in danger, and the line is full: from the door to Anna. Everything as shipped.

afterAll(close);

test.each([
  [true, 360],
  [false, 360],
  [true, 1280],
  [false, 1280],
] as const)(
  "Noor comes in at a full line, says what is happening with one tap, and Anna reads it (scripts: %s, %d px)",
  async (js, width) => {
    const clock = fakeClock();
    const house = await server({ clock, asShipped: true });
    await open(house);
    const state = () => lineDoors(house.helpline.db, clock.now())[0]!.door.state;
    for (let n = 0; n < 50 && state() === "open"; n += 1) await another(house, "I came before");
    const [noor, anna] = [await young(house, { js, width }), await counsellor(house)];
    const button = (name: string) => noor.page.getByRole("button", { name });

    await noor.come();
    await noor.page.locator("#now .shut").waitFor();
    // Whom to call and the way in are in sight before anything is scrolled.
    for (const one of [noor.page.locator("#now [href='tel:112']"), button("in danger")]) {
      const box = (await one.boundingBox())!;
      expect(box.y + box.height).toBeLessThan(noor.page.viewportSize()!.height);
    }
    expect(await axe(noor.page)).toEqual([]);
    expect(await noor.page.locator("textarea").count()).toBe(0);
    await button("in danger").click();

    await noor.told("We’ve been alerted");
    await noor.page.locator("#call a", { hasText: "Call 112" }).waitFor();
    const id = newest(house);
    expect(conversation(house.helpline.db, id)!.lane).toBe("urgent");
    expect(await axe(noor.page)).toEqual([]);
    if (js) await noor.page.fill("#text", "he is at the d");
    await noor.answer("Someone may hurt me").click({ noWaitAfter: true });
    await noor.answer("I can’t write now").waitFor();
    await noor.sees("Someone may hurt me");
    // What is half typed stays.
    if (js) expect(await noor.page.inputValue("#text")).toBe("he is at the d");
    clock.pass(1_000);
    await noor.answer("No").click({ noWaitAfter: true });
    await noor.sees("I can’t get to a safe room.");
    await noor.answer("I can’t write now").waitFor({ state: "detached" });

    clock.pass(180_000);
    house.helpline.staff.touched(house.anna.id);
    await runJob(house.helpline, jobs.find(({ name }) => name === "for whom it gets too late")!);
    await noor.told("No one has answered yet");

    await anna.signIn();
    const first = anna.page.locator("#queue .row").first();
    expect(await first.textContent()).toContain("Urgent");
    await anna.take();
    await anna.sees("I can’t get to a safe room.");
    await noor.told("is here");
    if (js) await noor.page.locator("#call.brief").waitFor();
    for (const { page } of [noor, anna]) await page.context().close();
    await house.stop();
  },
);
