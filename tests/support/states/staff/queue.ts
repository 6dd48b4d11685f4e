import { setAvailability } from "#src/staff/shift/availability.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

const minute = 60_000;

/** Goes through events around the queue: other languages, a counsellor out of reach, someone missed, no one there. */
export async function everyQueueState(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  const { staff } = house.helpline;
  for (const one of [house.anna, house.bela]) await open(house, one);
  const left = await comesIn(house, "it is bad again");
  await takes(house, house.anna, left);
  await comesIn(house, "ik kan niet meer", { language: "nl" });
  staff.opened(house.anna.id);
  staff.closed(house.anna.id);
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.page.goto(`${house.origin}/staff`);
  await bela.page.waitForSelector("#queue .row");
  house.clock.pass(minute + 1_000);
  await bela.page.waitForSelector(`#left-${left}`);
  await bela.page.clock.install({ time: house.clock.now() + 2 * minute });
  await bela.page.reload();
  await bela.page.waitForSelector("#bar[data-called]");
  await lookAt("queue-left-alone", bela.page);

  house.clock.pass(5 * minute);
  await bela.page.waitForSelector(`#waiting-${left}`);
  await act(house, house.bela, (tx, emit) =>
    setAvailability(tx, emit, { staffId: house.bela.id, availability: "away" }),
  );
  await bela.page.waitForSelector("#line[data-deserted]");
  await lookAt("queue-deserted", bela.page);

  const anna = await counsellor(house, { js: false });
  await anna.signIn();
  await anna.page.goto(`${house.origin}/staff`);
  await anna.page.waitForSelector(".taken-back");
  await lookAt("queue-taken-back", anna.page);

  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await aino.page.goto(`${house.origin}/admin/staff/${house.anna.id}`);
  await lookAt("member-chats-most", aino.page);

  await bela.available();
  await bela.page.clock.fastForward(26 * minute);
  await bela.page.waitForSelector("#still-here:visible");
  await lookAt("still-here", bela.page);
  await bela.page.clock.fastForward(5 * minute);
  await bela.page.waitForSelector("#covered:visible");
  await lookAt("covered", bela.page);

  const noor = await young(house);
  await open(house, house.bela);
  await noor.come();
  await noor.page.getByLabel("I’m in danger").check();
  await lookAt("door-in-danger", noor.page);
  return house;
}
