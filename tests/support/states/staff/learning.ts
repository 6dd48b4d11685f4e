import { moveStage, notePaper, papers } from "#src/training/stages.ts";
import { newcomer } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of learning: a newcomer, her papers, her own rating, two supervisors, and signed off. */
export async function everyLearningState(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  const noa = await newcomer(house.helpline, "noa", "Noa Claes", "Juno", ["counsellor"]);
  const { page } = await signedIn(house, "noa");
  await page.goto(`${house.origin}/staff/learning`);
  await lookAt("learning-training", page);
  const bela = (await signedIn(house, "bela")).page;
  await bela.goto(`${house.origin}/staff/learning`);
  await lookAt("learning-team", bela);
  await bela.goto(`${house.origin}/staff/learning/${noa.id}`);
  await lookAt("learning-person", bela);
  await bela.fill("#certificate", "2031-01-01");
  await bela.click("[value=papers]");
  await bela.locator("#certificate-wrong", { hasText: says("error.day_seen") }).waitFor();
  await lookAt("learning-papers-wrong", bela);
  await act(house, house.bela, (tx, emit) => {
    for (const what of papers)
      notePaper(tx, emit, { member: house.bela, staffId: noa.id, what, onDay: "2026-10-01", today: "2026-10-01" });
    moveStage(tx, emit, { member: house.bela, staffId: noa.id, stage: "buddy", buddyId: house.anna.id });
  });
  const rates = async (of: typeof page) => {
    for (const phase of ["welcome", "clarify", "goal", "work", "close"]) await of.check(`[name=${phase}][value="1"]`);
    for (const one of await of.locator("[name=safety]").all()) await one.check();
    await of.click("[value=rate]");
    await of.locator("#saved, .done").first().waitFor();
  };
  await page.goto(`${house.origin}/staff/learning`);
  await lookAt("learning-own", page);
  await rates(page);
  await lookAt("learning-handed-in", page);
  await bela.goto(`${house.origin}/staff/learning/${noa.id}`);
  await lookAt("learning-rates", bela);
  await rates(bela);
  await page.goto(`${house.origin}/staff/learning`);
  await lookAt("learning-signed", page);
  for (const one of [page, bela]) await one.context().close();
  return house;
}

async function signedIn(house: TimedServer, name: string) {
  const one = await counsellor(house, { name });
  await one.signIn();
  return one;
}
