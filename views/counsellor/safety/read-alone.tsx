import type { Translate } from "#src/i18n/i18n.ts";
import type { shownAlone } from "#src/retention/reading/read-alone.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** A chat that one person read alone. Names are aliases, times ms UTC. */
type Shown = ReturnType<typeof shownAlone>[number] & {
  name: string;
  reader: string;
  /** Who said yes, though that does not count. */
  second: string | null;
  reviewer: string | null;
  until: number;
};

interface ReadAloneProps {
  frame: StaffFrame;
  readings: Shown[];
  days: number;
  zone: string;
}

/** Ended chats that one person read alone, why, and who has looked at that since. */
export function ReadAlone({ frame, readings, days, zone }: ReadAloneProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.read_alone.title")} here="read_alone">
      <h1>{t("staff.read_alone.title")}</h1>
      <p class="lead">{t("staff.read_alone.lead")}</p>
      {readings.length === 0 && <p class="soft">{t("staff.read_alone.none", { days })}</p>}
      <ul class="list">
        {readings.map((one) => (
          <li id={`reading-${one.id}`}>
            <div>
              <p>
                <b>{one.name}</b> ·{" "}
                {t("staff.read_alone.by", { alias: one.reader, at: t.dateTime(one.openedAt, zone) })}
              </p>
              <p class="soft">{`${reasonOf(t, one)} · ${whyAlone(t, one)}`}</p>
              <p>{becameOf(t, one, zone)}</p>
            </div>
            {one.isReviewer && (
              <form method="post" action={`/staff/read-alone/${one.id}`}>
                <button type="submit" class="second">
                  {t("staff.read_alone.review_do")}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </StaffSheet>
  );
}

function reasonOf(t: Translate, { why }: Shown): string {
  return why === "concern" ? t("staff.concern.title") : t(`staff.holds.reason.${why}`);
}

function whyAlone(t: Translate, { alone, second }: Shown): string {
  if (alone === "no_answer") return t("staff.read_alone.no_answer");
  return second === null ? t("staff.read_alone.nobody_else") : t("staff.read_alone.same_hands", { alias: second });
}

function becameOf(t: Translate, one: Shown, zone: string): string {
  if (one.reviewer !== null) {
    return t("staff.read_alone.reviewed", { alias: one.reviewer, at: t.dateTime(one.reviewedAt ?? 0, zone) });
  }
  const until = t.dateTime(one.until, zone);
  if (one.isReviewer) return t("staff.read_alone.review", { alias: one.reader, until });
  return one.follows === "reviewed" ? t("staff.read_alone.waits", { until }) : t("staff.read_alone.nobody");
}
