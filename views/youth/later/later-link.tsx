import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { Answered } from "#views/youth/door/answered.tsx";
import { type LineAtDoor, NextLine } from "#views/youth/door/now.tsx";

// What a link from a mail opens. Someone else may read that mailbox: no page here tells what it is for.

interface LinkProps {
  frame: YouthFrame;
  token: string;
  /** How many more days it works. */
  days: number;
  isOpen: boolean;
  line: LineAtDoor;
  at: number;
  clientId: string;
  rulesVersion: number;
  refused: string | null;
}

type Inner = LinkProps & { t: Translate };

const Stop = ({ t, frame, token }: Pick<Inner, "t" | "frame" | "token">) => (
  <form method="post" action={`/later/${token}/stop${frame.query}`}>
    <Sent />
    <button class="plain">{t("youth.later.link.stop")}</button>
    <p class="soft">{t("youth.later.link.stop_hint")}</p>
  </form>
);

const Go = ({ t, frame, token, clientId, rulesVersion }: Inner) => (
  <form method="post" action={`/later/${token}${frame.query}`} autocomplete="off">
    <input type="hidden" name="client_id" value={clientId} />
    <input type="hidden" name="rules" value={rulesVersion} />
    <button class="big">{t("youth.later.link.yes")}</button>
  </form>
);

/** A link that works: only a press uses it up, since programs that scan mails open every link. */
export const LaterOpen = (props: LinkProps) => {
  const { frame, days, isOpen, line, at, refused } = props;
  const { t } = frame;
  const inner = { ...props, t };
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t(isOpen || frame.session ? "youth.later.link.title" : "youth.later.link.shut.title")}</h1>
        {refused !== null && <p role="alert">{refused}</p>}
        {frame.session && (
          <>
            <p>{t("youth.later.link.going")}</p>
            <WayBack frame={frame} />
          </>
        )}
        {!frame.session && isOpen && (
          <>
            <p>{t("youth.later.link.text")}</p>
            <Answered t={t} answered={line.answered} />
            <Go {...inner} />
            <p class="soft">
              <Marked t={t} text="youth.later.link.agree" href={`/how${frame.query}`} />
              {frame.keepsAddress && ` ${t("youth.door.address")}`}
            </p>
          </>
        )}
        {!frame.session && !isOpen && (
          <>
            <NextLine t={t} line={line} at={at} />
            <p>{t("youth.later.link.shut.text")}</p>
            <a class="big" href={`/later/${props.token}${frame.query}`}>
              {t("youth.later.link.again")}
            </a>
          </>
        )}
        <p class="soft">{t("youth.later.link.days", { days })}</p>
        <Stop {...inner} />
      </div>
    </YouthPage>
  );
};

interface OverProps {
  frame: YouthFrame;
  why: "used" | "expired" | "refused" | "unknown";
  days: number;
  /** Token by which mails can still be stopped; null = nothing to stop. */
  stops: string | null;
}

/** A link that leads nowhere any more: why, and the way on. */
export const LaterOver = ({ frame, why, days, stops }: OverProps) => (
  <YouthPage frame={frame}>
    <div class="narrow">
      <h1>{frame.t(`youth.later.link.${why}.title`)}</h1>
      <p>
        {frame.t(why === "used" && frame.session ? "youth.later.link.used.here" : `youth.later.link.${why}.text`, {
          days,
        })}
      </p>
      <WayBack frame={frame} />
      {stops !== null && <Stop t={frame.t} frame={frame} token={stops} />}
    </div>
  </YouthPage>
);
