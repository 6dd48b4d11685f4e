import { clientIdFor } from "#src/conversation/messages/writing.ts";
import { answersIn, askedBy } from "#src/directory/assessment/asked.ts";
import { proposeNow, regionChoices, topicsAsked } from "#src/directory/assessment/assessment.ts";
import { cardNow } from "#src/directory/entry/card.ts";
import { regionName, regionNames } from "#src/directory/regions.ts";
import { shownOnce } from "#src/http/frame/flash.ts";
import { doorIn, frame, youthLanguage } from "#src/http/frame/youth-frame.ts";
import { refuseLooking } from "#src/http/limits/too-fast.ts";
import { type C, fromScript, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { type Answers, ageBands, noAnswers, urgencies, waysLiked } from "#src/settings/assessment.ts";
import { settings } from "#src/settings/settings.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { sayingIn, whyInWords } from "#views/parts/fields/answers.ts";
import { Which, type WhichProps } from "#views/youth/door/which.tsx";
import { WhichFound } from "#views/youth/door/which-found.tsx";
import { conversationOf } from "../gate.ts";
import { doorProps } from "./now.tsx";

/** GET /which: the first questions; `w` names the answers just given, once. Leads to the door if none are asked. */
export const which: Handle = (c, helpline) => {
  if (!settings(helpline.db).assessment.on) return toDoor(c, helpline);
  return show(c, helpline, helpline.answered.take(c.req.query("w")) ?? { chosen: noAnswers, again: true });
};

/** POST /which: what the answers lead to and why, or the questions again. Stores nothing; a redirect, so that Back works. */
export const answerQuestions: Handle = async (c, helpline) => {
  const { db } = helpline;
  if (!settings(db).assessment.on) return toDoor(c, helpline);
  refuseLooking(c, helpline);
  const given = await lists(c);
  const answered = { chosen: answersIn(db, given), again: given.do?.at(-1) === "again" };
  if (fromScript(c)) return show(c, helpline, answered);
  return c.redirect(shownOnce("/which", framed(c, helpline).query, helpline.answered.keep(answered)), 303);
};

function show(c: C, helpline: Helpline, { chosen, again }: { chosen: Answers; again: boolean }): Response {
  const around = framed(c, helpline);
  if (again) return page(c, <Which {...whichProps(helpline, around, chosen)} />);
  return page(c, found(c, helpline, around, chosen));
}

function toDoor(c: C, helpline: Helpline): Response {
  return c.redirect(doorIn(c, helpline, youthLanguage(c, helpline, conversationOf(c, helpline))), 303);
}

function framed(c: C, helpline: Helpline): YouthFrame {
  return frame(c, helpline, conversationOf(c, helpline));
}

/** Returns what the page asks. */
export function whichProps({ db, clock }: Helpline, around: YouthFrame, chosen: Answers): WhichProps {
  const nameOf = regionNames(db, around.t.language);
  return {
    frame: around,
    questions: settings(db).assessment.questions,
    choices: {
      urgent: urgencies,
      topics: topicsAsked,
      age: ageBands,
      region: regionChoices(db, clock.now()).map((one) => ({ ...one, name: nameOf(one.code) })),
      channel: waysLiked,
    },
    chosen,
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
