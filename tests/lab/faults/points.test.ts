import { expect, test } from "vitest";
import { scenes } from "#lab/faults/points/all.ts";
import { killScene } from "#lab/faults/points/deaths.ts";
import { type Scene, standing } from "#lab/faults/points/scene.ts";
import { seeded } from "#lab/load/report/random.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { type House, open } from "#tests/support/house/helpline.ts";
import { give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { dayOrNight, drawnFrom, night } from "#tests/support/run/night.ts";

// The short form of `npm run faults -- points`, and that its judge can find fault.

// By day two of them, drawn.
const today = drawnFrom("scenes", scenes, 2);
const times = dayOrNight(2, 3);

test.each(today.map((scene) => [scene.name, scene] as const))(
  "[R1b, S5] %s: killed in the middle of it, it is done or as it was",
  async (_name, scene) => {
    const found = await killScene(scene, { times, random: seeded(3) });
    expect(found.wrong).toEqual([]);
    expect([found.deaths, found.byChance]).toEqual([times, 0]);
  },
);

interface Chat {
  id: number;
  anna: Person["cookies"];
}

/** A scene that is done in two goes. */
const halves: Scene<Chat, boolean> = {
  name: "Anna ends a chat, and then puts it away",
  before: async (home: House) => {
    await open(home);
    const { id } = await youth(home);
    await give(home, id, home.anna);
    return { id, anna: (await staff(home, home.anna)).cookies };
  },
  does: async (reach, { id, anna }) => {
    const at = `/staff/conversation/${id}`;
    await reach.as(anna).post(`${at}/end`);
    return (await reach.as(anna).post(`${at}/close`, { asked: "yes" })).status === 303;
  },
  stands: async ({ helpline }, { id }, told) => {
    const { endedAt, closedAt } = conversation(helpline.db, id)!;
    return standing(told === true, { old: endedAt === null, new: closedAt !== null }, { endedAt, closedAt });
  },
};

test("the judge finds what was done by half, and what somebody was told too early", async () => {
  if (night) {
    const found = await killScene(halves as Scene, { times: 4, random: seeded(3) });
    expect(found.wrong.join()).toContain("neither: ");
  }
  const early = { ...halves, does: async () => true };
  expect((await killScene(early as Scene, { times: 1, random: seeded(3) })).wrong.join()).toContain(
    "told that it is done",
  );
});
