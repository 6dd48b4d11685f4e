import { clientIdFor } from "#src/conversation/messages/writing.ts";
import { answersIn, askedBy } from "#src/directory/assessment/asked.ts";
import { proposeNow, regionChoices } from "#src/directory/assessment/assessment.ts";
import { cardNow } from "#src/directory/entry/card.ts";
import { regionName, regionNames } from "#src/directory/regions.ts";
import { lightestFirst } from "#src/directory/topics.ts";
import { shownOnce } from "#src/http/frame/flash.ts";
import { doorIn, frame, youthLanguage } from "#src/http/frame/youth-frame.ts";
import { refuseLooking } from "#src/http/limits/too-fast.ts";
import { type C, fromScript, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page } from "#src/http/server/page.ts";
import {
  type Answers,
  type AtQuestion,
  ageBands,
  noAnswers,
  type QuestionName,
  urgencies,
  waysLiked,
} from "#src/settings/assessment.ts";
import { settings } from "#src/settings/settings.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { sayingIn, whyInWords } from "#views/parts/fields/answers.ts";
import { Which, type WhichProps } from "#views/youth/door/which.tsx";
import { WhichFound } from "#views/youth/door/which-found.tsx";
import { conversationOf } from "../gate.ts";
import { doorProps } from "./now.tsx";

/** GET /which: the first question, or where `w` says, once. Leads to the door if none are asked. */
export const which: Handle = (c, helpline) => {
  if (!settings(helpline.db).assessment.on) return toDoor(c, helpline);
  const [first = null] = questionsNow(helpline);
  return show(c, helpline, helpline.answered.take(c.req.query("w")) ?? { chosen: noAnswers, at: first });
};

/** POST /which: the next question, the one before, or what the answers lead to. Stores nothing; a redirect, so that Back works. */
export const answerQuestions: Handle = async (c, helpline) => {
  const { db } = helpline;
  if (!settings(db).assessment.on) return toDoor(c, helpline);
  refuseLooking(c, helpline);
  const given = await lists(c);
  const answered = stepFrom(questionsNow(helpline), given, answersIn(db, given));
  if (fromScript(c)) return show(c, helpline, answered);
  return c.redirect(shownOnce("/which", framed(c, helpline).query, helpline.answered.keep(answered)), 303);
};

/** A region is asked only where there is a choice. */
function questionsNow({ db, clock }: Helpline): QuestionName[] {
  const isChoice = regionChoices(db, clock.now()).length > 0;
  return settings(db).assessment.questions.filter((name) => name !== "region" || isChoice);
}

/** Leads on from the question of a form, or back to it from what the answers lead to; danger waits for no other question. */
function stepFrom(asked: QuestionName[], given: Record<string, string[]>, chosen: Answers): AtQuestion {
  const at = asked.find((name) => name === given.at?.at(-1));
  const act = given.do?.at(-1);
  const here = at === undefined ? asked.length : asked.indexOf(at);
  if (act === "back") {
    const isCutShort = at === undefined && chosen.urgent === "danger" && asked.includes("urgent");
    return { chosen, at: isCutShort ? "urgent" : (asked[Math.max(0, here - 1)] ?? null) };
  }
  const said = act === "skip" && at ? { ...chosen, [at]: noAnswers[at] } : chosen;
  if (said.urgent === "danger") return { chosen: said, at: null };
  return { chosen: said, at: asked[here + 1] ?? null };
}

function show(c: C, helpline: Helpline, { chosen, at }: AtQuestion): Response {
  const around = framed(c, helpline);
  if (at === null) return page(c, found(c, helpline, around, chosen));
  return page(c, <Which {...whichProps(c, helpline, around, { chosen, at })} />);
}

function toDoor(c: C, helpline: Helpline): Response {
  return c.redirect(doorIn(c, helpline, youthLanguage(c, helpline, conversationOf(c, helpline))), 303);
}

function framed(c: C, helpline: Helpline): YouthFrame {
  return frame(c, helpline, conversationOf(c, helpline));
}

/** Returns what a page of these asks: the question `at`, or the first if that is not asked. */
export function whichProps(
  c: C,
  helpline: Helpline,
  around: YouthFrame,
  { chosen, at }: Pick<WhichProps, "chosen"> & { at: QuestionName | undefined },
): WhichProps {
  const { db, clock, assets } = helpline;
  const nameOf = regionNames(db, around.t.language);
  const questions = questionsNow(helpline);
  const shown = questions.find((name) => name === at) ?? questions[0] ?? "urgent";
  return {
    frame: around,
    css: inlined(c, assets.whichCss),
    questions,
    at: shown,
    chosen,
    others: { ...chosen, [shown]: noAnswers[shown] },
    choices: {
      urgent: urgencies,
      topics: lightestFirst,
      age: ageBands,
      region: regionChoices(db, clock.now()).map((one) => ({ ...one, name: nameOf(one.code) })),
      channel: waysLiked,
    },
  };
}

function found(c: C, helpline: Helpline, around: YouthFrame, chosen: Answers) {
  const { db, clock } = helpline;
  const { t } = around;
  const set = settings(db);
  const at = clock.now();
  const proposal = proposeNow(db, chosen, set.assessmentRules, askedBy(set, t.language), at);
  const sayings = proposal.fired.map((index) => sayingIn(t, set.assessmentRules[index]!.say));
  return (
    <WhichFound
      frame={around}
      door={{ ...doorProps(c, helpline, 0, around), clientId: clientIdFor(undefined) }}
      chosen={chosen}
      sayings={[...new Set(sayings)].filter((words) => words !== "")}
      places={proposal.services.map((one) => ({
        card: cardNow(db, one.found, t.language, at),
        why: whyInWords(t, one, one.why.region && regionName(db, one.why.region, t.language)),
      }))}
      chat={proposal.chat}
      urgent={proposal.urgent}
      offered={proposal.offered}
    />
  );
}
