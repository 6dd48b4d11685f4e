import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { CallInDanger } from "#views/parts/emergency.tsx";
import { Lamp } from "#views/parts/face.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { lookingId } from "#views/parts/told/looking.tsx";
import { type LineAtDoor, NextLine } from "#views/youth/door/now.tsx";
import { LaterForm, type LaterProps, type MailSeen } from "./later-form.tsx";

/** A script puts only the main part beside typed words, so its style comes along. */
const LaterPage = ({ frame, css, children }: { frame: YouthFrame; css: string; children: Child }) => (
  <YouthPage frame={frame}>
    <style dangerouslySetInnerHTML={{ __html: css }} />
    <div class="narrow">{children}</div>
  </YouthPage>
);

/** A row as a mailbox shows it, so that it surprises no one. */
const Mailbox = ({ t, mail: { sender, subject } }: { t: Translate; mail: MailSeen }) => (
  <div class="mail">
    <svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true" focusable="false">
      <circle class="skin" opacity=".28" cx="22" cy="22" r="22" />
      <path class="lines" d="M11 15h22v15H11zM11 16l11 9 11-9" />
    </svg>
    <p dir="auto">
      <span class="hid">{t("youth.later.sender")} </span>
      <strong>{sender}</strong>
      <span class="hid">. {t("youth.later.subject")} </span>
      <span class="row-2">{subject}</span>
    </p>
  </div>
);

/** Where to leave an address, and all that follows from it, before anything is sent. */
export const Later = (props: LaterProps) => {
  const { frame, css, mail, line, at } = props;
  const { t } = frame;
  return (
    <LaterPage frame={frame} css={css}>
      <h1>{t("youth.later.title")}</h1>
      <p>{t("youth.later.lead")}</p>
      <p>{t("youth.later.mailbox")}</p>
      <Mailbox t={t} mail={mail} />
      <LaterForm {...props} />
      <p>{t("youth.later.own")}</p>
      {line.door.state !== "open" && <NextLine t={t} line={line} at={at} />}
      <CallInDanger t={t} number={frame.emergency} />
      <WayBack frame={frame} secondary />
    </LaterPage>
  );
};

/** Someone else could read it: said once more, with the safer way, before it is sent. */
export const LaterWarned = ({ frame, css, typed, mail, line, at }: Omit<LaterProps, "wrong" | "refused">) => {
  const { t } = frame;
  return (
    <LaterPage frame={frame} css={css}>
      <h1>{t("youth.later.warn.title")}</h1>
      <Mailbox t={t} mail={mail} />
      <p>{t("youth.later.warn.text")}</p>
      {line.door.state !== "open" && <NextLine t={t} line={line} at={at} />}
      <a class="big" href={`/${frame.query}`}>
        {t("youth.later.warn.not")}
      </a>
      <form id={lookingId} method="post" action={`/later${frame.query}`} autocomplete="off">
        <input type="hidden" name="l" value={t.language} />
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} autocomplete="off" />
        ))}
        <button class="big line" name="sure" value="yes">
          {t("youth.later.warn.send")}
        </button>
      </form>
    </LaterPage>
  );
};

/** It is sent: what comes next. It looks the same whatever was known of the address. */
export const LaterSent = (props: {
  frame: YouthFrame;
  css: string;
  mail: MailSeen;
  days: number;
  waiting: boolean;
}) => {
  const { frame, css, mail, days, waiting } = props;
  const { t } = frame;
  return (
    <LaterPage frame={frame} css={css}>
      <div class="hero">
        {frame.face && <Lamp big dark />}
        <div>
          <h1>{t("youth.later.sent.title")}</h1>
        </div>
      </div>
      <p role="status">{t("youth.later.sent.text")}</p>
      <Mailbox t={t} mail={mail} />
      <p>{t("youth.later.sent.junk", { days })}</p>
      <p>
        <Marked t={t} text="youth.later.sent.again" href={`/later${frame.query}`} />
      </p>
      <p>{t(waiting ? "youth.later.sent.stay" : "youth.later.sent.come")}</p>
      <CallInDanger t={t} number={frame.emergency} />
      <WayBack frame={frame} />
    </LaterPage>
  );
};

interface NotProps {
  frame: YouthFrame;
  css: string;
  why: "now" | "off";
  line: LineAtDoor;
  at: number;
}

/** No address is needed: the way on all the same. */
export const LaterNot = ({ frame, css, why, line, at }: NotProps) => {
  const { t } = frame;
  return (
    <LaterPage frame={frame} css={css}>
      <h1>{t(`youth.later.${why}.title`)}</h1>
      <p>{t(`youth.later.${why}.text`)}</p>
      {line.door.state !== "open" && <NextLine t={t} line={line} at={at} />}
      <CallInDanger t={t} number={frame.emergency} />
      <WayBack frame={frame} />
    </LaterPage>
  );
};

/** The way to be written to, when no one is there. */
export const LaterOffer = ({ t, query }: { t: Translate; query: string }) => (
  <section class="card" id="later">
    <p>{t("youth.later.offer")}</p>
    <a class="big line" href={`/later${query}`}>
      {t("youth.later.offer_go")}
    </a>
  </section>
);
