import type { WhoLeft } from "#src/queue/who-left.ts";
import { Ago } from "#views/counsellor/ago.tsx";
import { ChatWords, type OpenedChat } from "#views/counsellor/chat-words.tsx";
import { DangerMark } from "#views/counsellor/queue.tsx";
import { wordsOfEnd } from "#views/counsellor/state.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

interface LeftProps {
  frame: StaffFrame;
  left: WhoLeft;
  /** Whoever looks may read it, and say that the danger is over. */
  mayRead: boolean;
  /** What they wrote, once it was opened. */
  words: OpenedChat | null;
  /** Whether it is over is asked once more. */
  asks: boolean;
  /** The record (id) of the emergency in it, for whoever sees that; it says what came of it. */
  emergency: number | null;
  /** ms UTC */
  now: number;
  /** IANA name, for the times. */
  zone: string;
}

/** Somebody left in danger: how, and how long ago; the way to what they wrote, and to saying that the danger is over. */
export function LeftInDanger(props: LeftProps) {
  const { frame, left, mayRead, words, asks, emergency, now, zone } = props;
  const { t } = frame;
  const path = `/staff/danger/${left.id}`;
  const isDeleted = left.how === "deleted";
  return (
    <StaffSheet frame={frame} title={t("staff.left.title", { chat: left.name })}>
      <div class="narrow">
        <h1>{t("staff.left.title", { chat: left.name })}</h1>
        <p>
          <DangerMark t={t} mark={left.mark} /> {t(wordsOfEnd(left.how))} · <Ago t={t} at={left.at} now={now} />
        </p>
        <p class="hint">
          {t(isDeleted ? "staff.left.until_deleted" : "staff.left.until", { time: t.dateTime(left.until, zone) })}
        </p>
        {emergency !== null && (
          <p>
            <a href={`/staff/emergencies/${emergency}`}>{t("staff.left.to_emergency")}</a>
          </p>
        )}
        {!mayRead && <p>{t("staff.left.not_yours")}</p>}
        {words && <ChatWords t={t} name={left.name} words={words} back={null} />}
        {mayRead && !words && !asks && (
          <form method="post" action={`${path}/open`}>
            <button type="submit" class="main" id="read-left">
              {t("staff.left.read")}
            </button>
          </form>
        )}
        {mayRead && (
          <form method="post" action={`${path}/close`}>
            {asks && (
              <>
                <p role="alert">{t(isDeleted ? "staff.left.sure_deleted" : "staff.left.sure")}</p>
                <input type="hidden" name="sure" value="yes" />
              </>
            )}
            <div class="row-of">
              <button type="submit" class="second" id="close-danger">
                {t(asks ? "staff.left.close_yes" : "staff.left.close")}
              </button>
              {asks && (
                <a class="second" href={path}>
                  {t("staff.left.close_no")}
                </a>
              )}
            </div>
          </form>
        )}
        <p>
          <a href="/staff">{t("staff.left.back")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
