import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { WordsField } from "#views/parts/fields/words-field.tsx";
import { Problems } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";

/** What someone was told of a chat of theirs. Times are ms UTC. */
interface ShownHeard {
  id: number;
  chat: string;
  startedAt: number;
  kind: ConcernKind | null;
  by: string;
  at: number;
  words: string;
  account: string | null;
  closedAt: number | null;
}

export interface HeardPageProps {
  frame: StaffFrame;
  all: ShownHeard[];
  /** Id of the one just saved. */
  saved: number | null;
  refused: { id: number; text: string; wrong: string } | null;
  zone: string;
}

/** What a lead has told the reader of chats of theirs, and what they say to it. */
export function HeardPage({ frame, all, saved, refused, zone }: HeardPageProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.heard.title")} wrong={refused !== null}>
      <h1>{t("staff.heard.title")}</h1>
      <Problems t={t} wrong={new Map(refused ? [[`text-${refused.id}`, refused.wrong]] : [])} />
      {all.length === 0 && <p class="soft">{t("staff.heard.none")}</p>}
      {all.length > 0 && <p class="lead">{t("staff.heard.lead")}</p>}
      <ul class="list">
        {all.map((one) => (
          <li id={`heard-of-${one.id}`}>
            <div>
              <h2>{t("staff.concern.log", { name: one.chat })}</h2>
              <p class="soft">{t("staff.heard.began", { when: t.dateTime(one.startedAt, zone) })}</p>
              {one.kind && <p>{t(`staff.concern.kind.${one.kind}`)}</p>}
              <p>{t("staff.heard.told", { alias: one.by, when: t.dateTime(one.at, zone) })}</p>
              <p dir="auto" class="pre">
                {one.words}
              </p>
              {one.closedAt !== null ? (
                <>
                  <p>{t("staff.heard.closed_at", { when: t.dateTime(one.closedAt, zone) })}</p>
                  {one.account !== null && (
                    <p dir="auto" class="pre">
                      {one.account}
                    </p>
                  )}
                </>
              ) : (
                <form class="fields" method="post" action={`/staff/heard/${one.id}`}>
                  {saved === one.id && <Done words={t("admin.form.saved")} />}
                  <WordsField
                    name="text"
                    id={`text-${one.id}`}
                    label={t("staff.heard.label")}
                    hint={t("staff.heard.hint")}
                    error={refused?.id === one.id ? refused.wrong : undefined}
                    value={refused?.id === one.id ? refused.text : (one.account ?? "")}
                  />
                  <button type="submit" class="second">
                    {t("staff.save")}
                  </button>
                </form>
              )}
            </div>
          </li>
        ))}
      </ul>
    </StaffSheet>
  );
}
