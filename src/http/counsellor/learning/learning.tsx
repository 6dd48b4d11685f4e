import { dayMs } from "#src/clock.ts";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { chatsWithAny, shortName } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { dayOf } from "#src/i18n/when.ts";
import { phases } from "#src/practice/scenario/scenario.ts";
import { stageOf } from "#src/staff/learning/stage.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, everyone, memberNow } from "#src/staff/staff.ts";
import {
  isSafe,
  openSignOff,
  type Rating,
  rateOneself,
  type SafetyItem,
  type SignOff,
  safetyItems,
  signOffsOf,
} from "#src/training/sign-off.ts";
import { papers, papersMissing, papersSeen } from "#src/training/stages.ts";
import { type LearnerRow, Learning, type OwnLearning } from "#views/counsellor/learning/learning.tsx";
import type { RatedShown } from "#views/counsellor/learning/rating.tsx";
import type { PaperShown, StandingShown } from "#views/counsellor/learning/stage.tsx";

/** GET /staff/learning: one's own stage, papers and sign-off, and for those in charge how far the others are. */
export const learningPage: Handle = (c, helpline) => showLearning(c, helpline, null);

function showLearning(c: C, helpline: Helpline, error: HelplineError | null) {
  const { db, clock } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const isInCharge = may(member, "learning.clear");
  const done = c.req.query("done");
  return page(
    c,
    <Learning
      frame={frame}
      own={may(member, "learning.see") ? ownLearning(db, t, member, clock.now()) : null}
      people={isInCharge ? learners(db, t, member, clock.now()) : null}
      error={error ? t(error.key, error.values) : null}
      done={done === "rated" ? t("staff.learning.done.rated") : null}
    />,
    error ? refusedAs(error) : 200,
  );
}

function ownLearning(db: DataReader, t: Translate, { id }: Member, now: number): OwnLearning {
  const standing = standingShown(db, t, id, now);
  const going = openSignOff(db, id);
  const isFarEnough = standing.stage === "buddy" || standing.stage === "alone";
  return {
    standing,
    papers: papersShown(db, t, id),
    going: going ? ratedShown(db, t, going) : [],
    mayRate: isFarEnough ? !going?.rated.some(({ rating }) => isSafe(rating)) : null,
    isTurn: !going && (standing.stage === "buddy" || isNearlyDue(db, id, now)),
    last: lastSignOff(db, t, id),
    chats: chatsToRead(db, t, id, now),
  };
}

/** A sign-off takes some weeks to arrange. */
const nearMs = 60 * dayMs;

function isNearlyDue(db: DataReader, id: number, now: number): boolean {
  const { dueAt } = stageOf(db, id);
  return dueAt !== null && dueAt - now < nearMs;
}

/** Returns the open chats of whom someone follows or sits beside; null if there is no such person. */
function chatsToRead(db: DataReader, t: Translate, id: number, now: number): OwnLearning["chats"] {
  const member = memberNow(db, id);
  const learners = everyone(db).filter((one) => one.stage === "buddy" && one.buddyId === id);
  const followed =
    member.stage === "shadow" && member.buddyId !== null ? [member.buddyId] : learners.map((one) => one.id);
  if (followed.length === 0) return null;
  return chatsWithAny(db, followed)
    .filter((one) => {
      const subject = subjectOf(db, one, now);
      return may(member, "conversation.read_along", subject) || may(member, "conversation.read", subject);
    })
    .map((one) => ({
      id: one.id,
      name: shortName(t.language, one.nameIndex),
      of: aliasOf(db, one.counsellorId!) ?? "",
    }));
}

function learners(db: DataReader, t: Translate, { id: own }: Member, now: number): LearnerRow[] {
  return everyone(db)
    .filter((one) => one.id !== own && may(one, "learning.see"))
    .map(({ id, alias }) => {
      const { stage, due } = standingShown(db, t, id, now);
      const missing = stage === "alone" && !due?.isPast ? [] : papersMissing(db, id);
      const going = openSignOff(db, id);
      return {
        id,
        alias,
        facts: [
          t(`staff.learning.stage.${stage}`),
          ...(due?.isPast ? [t("staff.learning.overdue", { when: due.when })] : []),
          ...(going ? [t("staff.learning.waits")] : []),
          ...(missing.length > 0 ? [t("staff.learning.missing", { n: missing.length })] : []),
        ],
      };
    });
}

/** Returns how far someone is, in words, at `now` (ms UTC). */
export function standingShown(db: DataReader, t: Translate, staffId: number, now: number): StandingShown {
  const { stage, dueAt, buddyId } = stageOf(db, staffId);
  return {
    stage,
    due: dueAt === null ? null : { when: dayOf(t, dueAt, homeZone(db)), isPast: dueAt <= now },
    buddy: buddyId === null ? null : aliasOf(db, buddyId),
  };
}

/** Returns the papers of someone, and when each was seen. */
export function papersShown(db: DataReader, t: Translate, staffId: number): PaperShown[] {
  const seen = papersSeen(db, staffId);
  return papers.map((what) => {
    const found = seen.find((one) => one.what === what);
    if (!found) return { what, seen: null };
    const day = dayOf(t, Date.parse(found.onDay), "UTC");
    return { what, seen: { day, onDay: found.onDay, alias: aliasOf(db, found.seenBy) ?? "" } };
  });
}

/** Returns the ratings of a sign-off, one's own first. */
export function ratedShown(db: DataReader, t: Translate, { staffId, own, ownAt, rated }: SignOff): RatedShown[] {
  const zone = homeZone(db);
  const title = (id: number, at: number) =>
    t("staff.learning.rated_by", { alias: aliasOf(db, id) ?? "", when: dayOf(t, at, zone) });
  return [
    { title: title(staffId, ownAt), rating: own },
    ...rated.map(({ by, at, rating }) => ({ title: title(by, at), rating })),
  ];
}

/** Returns in words when someone was signed off last, and by whom; null for never. */
export function lastSignOff(db: DataReader, t: Translate, staffId: number): string | null {
  const last = signOffsOf(db, staffId).find(({ doneAt }) => doneAt !== null);
  if (!last) return null;
  const people = new Intl.ListFormat(t.language).format(last.rated.map(({ by }) => aliasOf(db, by) ?? ""));
  return t("staff.learning.signed", { when: dayOf(t, last.doneAt!, homeZone(db)), people });
}

/** POST /staff/learning: how one sees oneself. */
export const rateOwn: Handle = async (c, helpline) => {
  try {
    const rating = await readRating(c);
    await act(c, helpline.db, rateOneself, { member: c.get("member"), rating });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_allowed") throw error;
    return showLearning(c, helpline, error);
  }
  return c.redirect("/staff/learning?done=rated", 303);
};

/** Reads the form of a rating. Throws `bad_input` if a phase is not rated, or for what no page of ours sends. */
export async function readRating(c: C): Promise<Rating> {
  const given = await lists(c);
  if (given.act?.at(-1) !== "rate") throw new HelplineError("bad_input");
  const levels = phases.map((one) => [one, given[one]?.at(-1) ?? ""] as const);
  if (levels.some(([, level]) => !/^[012]$/.test(level))) throw new HelplineError("bad_input", "error.rate_all");
  const safety = (given.safety ?? []).filter((one): one is SafetyItem => safetyItems.some((item) => item === one));
  return {
    phases: Object.fromEntries(levels.map(([one, level]) => [one, Number(level)])) as Rating["phases"],
    safety: [...new Set(safety)],
  };
}
