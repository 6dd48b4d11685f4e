import { writeAnswer } from "#src/conversation/complaint/complaint-answer.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { override } from "#src/hours/rules/override.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { noteDoor } from "#src/queue/door/doors.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { act } from "#tests/support/house/http.ts";
import { codeOn } from "#tests/support/people/codes.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, write } from "./youth.ts";

/** Lets minutes pass, with the job of silences after each. */
export async function passes(house: TimedServer, minutes: number) {
  for (let n = 0; n < minutes; n += 1) {
    house.clock.pass(60_000);
    await runJob(house.helpline, jobs.find((job) => job.name === "silences")!);
  }
}

/** Goes through a silence, a joke, closing time and a complaint, on both sides. */
export async function everySilenceState(house: TimedServer, lookAt: LookAt): Promise<void> {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const noor = await young(house);
  await noor.start("are you there?");
  const id = await anna.take();
  await passes(house, 4);
  await anna.page.waitForSelector(`#prompts-${id} p`);
  await lookAt("silence-counsellor", anna.page);
  await anna.say("Yes, I am. What is up?");
  await anna.page.click(".more > summary");
  await lookAt("silence-more", anna.page);
  await anna.page.click(".more > summary");
  await anna.page.click(".risk > summary");
  await lookAt("silence-risk-menu", anna.page);
  await anna.page.click(".risk > summary");
  await passes(house, 12);
  await noor.page.waitForSelector("#asked button");
  await lookAt("youth-asked", noor.page);
  await anna.page.waitForSelector(`#prompts-${id} button:visible`);
  await lookAt("silence-asked", anna.page);
  await passes(house, 3);
  await noor.page.waitForSelector("#state.paused");
  await lookAt("youth-paused", noor.page);
  await lookAt("silence-paused", anna.page);
  await noor.page.click("#asked button");
  await noor.page.waitForSelector("#asked:empty", { state: "attached" });
  await act(house, house.anna, (tx, emit) =>
    markRisk(tx, emit, { conversationId: id, staffId: house.anna.id, present: true }),
  );
  await passes(house, 15);
  await anna.page.waitForSelector(`#prompts-${id} .bad`);
  await lookAt("silence-risk", anna.page);
  await anna.page.click(`#watched-prompts-${id}`);
  await anna.page.waitForSelector(`#watched-prompts-${id}[value=no]`);
  await lookAt("silence-watched", anna.page);
  await anna.page.click(`#watched-prompts-${id}`);
  await anna.page.waitForSelector(`#watched-risk-${id}[value=yes]`, { state: "attached" });
  await act(house, house.anna, (tx, emit) =>
    markRisk(tx, emit, { conversationId: id, staffId: house.anna.id, present: false, why: "talked" }),
  );
  await write(house, id, "youth", "I’m back");
  await act(house, house.bela, (tx, emit) => {
    override(tx, emit, { lineId: 1, kind: "closed", until: null, reason: "", staffId: house.bela.id });
    noteDoor(tx, emit, { lineId: 1 });
  });
  await anna.page.waitForSelector(`#stay-${id}`);
  await lookAt("silence-closing", anna.page);
  await act(house, house.anna, (tx, emit) =>
    setAside(tx, emit, { conversationId: id, staffId: house.anna.id, why: "joke" }),
  );
  await noor.page.waitForSelector("[data-ended]");
  await lookAt("youth-aside", noor.page);
  await anna.page.waitForSelector(`#aside-undo-${id}`);
  await lookAt("silence-aside", anna.page);
  await noor.page.click("a[href='/help#wrong']");
  await noor.page.waitForSelector("#wrong form");
  await lookAt("youth-wrong", noor.page);
  await noor.page.fill("#text", "It felt strange.");
  await noor.page.click("#wrong button");
  await noor.page.waitForSelector("#wrong [role=status]");
  await lookAt("youth-wrong-said", noor.page);
  await noor.page.click("#wrong button");
  await noor.page.waitForSelector("#words");
  await lookAt("youth-wrong-code", noor.page);
  const code = codeOn(await noor.page.content());
  await noor.page.goto(`${house.origin}/help`);
  await noor.page.click("#wrong summary");
  await lookAt("youth-wrong-made", noor.page);
  await readsAnswer(house, code, "youth-answer-none", lookAt);
  await act(house, house.bela, (tx, emit) =>
    writeAnswer(tx, emit, {
      id: 1,
      staffId: house.bela.id,
      text: "We talked with our team.\nThank you for telling us.",
    }),
  );
  await readsAnswer(house, code, "youth-answer", lookAt);
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.page.goto(`${house.origin}/staff/concerns`);
  await lookAt("concerns", bela.page);
  await bela.page.click(".list form[action*='/open#'] button");
  await bela.page.waitForSelector("#concern-log");
  await lookAt("concerns-open", bela.page);
  for (const one of [anna, noor, bela]) await one.page.context().close();
}

/** The code of an answer is typed on another phone. */
async function readsAnswer(house: TimedServer, code: string, state: string, lookAt: LookAt) {
  const phone = await young(house);
  await phone.page.goto(`${house.origin}/back`);
  await phone.page.fill("#code", code);
  await phone.page.click("form .big");
  await phone.page.waitForSelector("h1");
  await lookAt(state, phone.page);
  await phone.page.context().close();
}
