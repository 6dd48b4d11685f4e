import type { PropsWithChildren } from "hono/jsx";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { AskSecret, type SecretAsked } from "#views/youth/back/secret.tsx";
import { AfterDanger, type CallAfter } from "#views/youth/danger/danger.tsx";
import { ClearOffer } from "#views/youth/way.tsx";

const Choice = ({ action, children }: PropsWithChildren<{ action: string }>) => (
  <form method="post" action={action}>
    <Sent />
    {children}
  </form>
);

/** Shown after a while away, perhaps to someone else: no message, alias or topic is in its bytes. `secret`: its word is asked. */
export const Continue = ({ frame, secret }: { frame: YouthFrame; secret: SecretAsked | null }) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.continue.title")}</h1>
        <p>{t("youth.continue.text")}</p>
        {secret ? (
          <AskSecret t={t} secret={secret} />
        ) : (
          <Choice action="/continue">
            <button class="big">{t("youth.continue.yes")}</button>
          </Choice>
        )}
        {secret && <p class="soft">{t("youth.secret.forgotten")}</p>}
        <Choice action="/start-new">
          <button class="big line">{t("youth.continue.new")}</button>
        </Choice>
        <Choice action="/end">
          <input type="hidden" name="wipe" value="1" />
          <button class="big line no">{t("youth.continue.wipe")}</button>
        </Choice>
        <p class="soft">{t("youth.continue.wipe_hint")}</p>
        <ClearOffer t={t} />
      </div>
    </YouthPage>
  );
};

interface OverProps {
  frame: YouthFrame;
  /** Minutes a place in line was kept; null = it was a chat. */
  placeKept: number | null;
  /** Their words stay, as they were in danger; whom to call comes first. */
  readAfter: CallAfter | null;
  faded: boolean;
}

/** The time to continue has passed. */
export const Over = ({ frame, placeKept, readAfter, faded }: OverProps) => (
  <YouthPage frame={frame}>
    <div class="narrow">
      {readAfter && <AfterDanger t={frame.t} query={frame.query} danger={readAfter} />}
      <h1>{frame.t(placeKept === null ? "youth.over.title" : "youth.over.place_title")}</h1>
      <p>
        {faded && `${frame.t("youth.over.faded")} `}
        {placeKept === null
          ? frame.t("youth.over.text")
          : frame.t(readAfter ? "youth.over.place_read" : "youth.over.place_text", { minutes: placeKept })}
      </p>
      <KeptWords t={frame.t} words={null} />
      <StartNew t={frame.t} query={frame.query} />
    </div>
  </YouthPage>
);
