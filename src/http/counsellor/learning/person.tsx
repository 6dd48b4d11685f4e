import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { wallTime } from "#src/i18n/when.ts";
import { stageOf } from "#src/staff/learning/stage.ts";
import { may } from "#src/staff/permissions.ts";
import { agreeing, openSignOff, rateOther } from "#src/training/sign-off.ts";
import { buddiesFor, moveStage, notePaper, papers, someoneElse } from "#src/training/stages.ts";
import { Learner } from "#views/counsellor/learning/person.tsx";
import { lastSignOff, papersShown, ratedShown, readRating, standingShown } from "./learning.tsx";

interface Refused {
  error: HelplineError;
  field: string;
  typed: Record<string, string>;
}

/** GET /staff/learning/:id: how far one of the staff is. */
export const learnerPage: Handle = (c, helpline) => showLearner(c, helpline, null);

function showLearner(c: C, helpline: Helpline, refused: Refused | null) {
  const { db, clock } = helpline;
  const member = c.get("member");
  const { id, alias } = someoneElse(db, member, idOf(c.req.param("id")), "learning.clear");
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const { buddyId } = stageOf(db, id);
  const going = openSignOff(db, id);
  const chosenBuddy = refused?.typed.buddy ?? String(buddyId ?? "");
  const leads = {
    buddies: buddiesFor(db, id).map((one) => ({
      id: one.id,
      alias: one.alias,
      chosen: String(one.id) === chosenBuddy,
    })),
    going: going ? ratedShown(db, t, going) : [],
    mine: going?.rated.find(({ by }) => by === member.id)?.rating ?? null,
    agreeing: agreeing(db, id),
    last: lastSignOff(db, t, id),
  };
  const done = c.req.query("done");
  return page(
    c,
    <Learner
      frame={frame}
      id={id}
      alias={alias}
      standing={standingShown(db, t, id, clock.now())}
      papers={papersShown(db, t, id)}
      today={todayOf(helpline)}
      leads={may(member, "learning.lead") ? leads : null}
      refused={refused && { ...refused, text: t(refused.error.key, refused.error.values) }}
      done={done === "papers" || done === "move" || done === "rated" ? t(`staff.learning.done.${done}`) : null}
    />,
    refused ? refusedAs(refused.error) : 200,
  );
}

const todayOf = ({ db, clock }: Helpline) => wallTime(clock.now(), homeZone(db)).slice(0, 10);

/** POST /staff/learning/:id: notes papers, moves them to a stage, or says how one sees them (`act`). */
export const changeLearner: Handle = async (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const staffId = idOf(c.req.param("id"));
  const form = await fields(c);
  const to = (done: string) => c.redirect(`/staff/learning/${staffId}?done=${done}`, 303);
  try {
    if (form.act === "papers") {
      const today = todayOf(helpline);
      await act(c, db, (tx, emit) => {
        for (const what of papers) notePaper(tx, emit, { member, staffId, what, onDay: form[what] ?? "", today });
      });
      return to("papers");
    }
    if (form.act === "move") {
      const stage = (["training", "shadow", "buddy"] as const).find((one) => one === form.stage);
      if (!stage) throw new HelplineError("bad_input");
      const buddyId = /^\d{1,15}$/.test(form.buddy ?? "") ? Number(form.buddy) : null;
      await act(c, db, moveStage, { member, staffId, stage, buddyId });
      return to("move");
    }
    if (form.act !== "rate") throw new HelplineError("bad_input");
    await act(c, db, rateOther, { member, staffId, rating: await readRating(c) });
    return to("rated");
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_allowed") throw error;
    const field = error.field ?? (form.act === "rate" ? "rating" : null);
    if (field === null) throw error;
    return showLearner(c, helpline, { error, field, typed: form });
  }
};
