import type { ShownCard } from "#src/directory/entry/card.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { CallInDanger, EmergencyWays } from "#views/parts/emergency.tsx";
import { Lamp } from "#views/parts/face.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { AskSecret } from "#views/youth/back/secret.tsx";
import { NoteShown } from "#views/youth/door/note.tsx";
import { type LineAtDoor, NextLine } from "#views/youth/door/now.tsx";
import { LaterOffer } from "./later.tsx";
import { OpenPlaces } from "./places.tsx";

interface UnansweredProps {
  frame: YouthFrame;
  line: LineAtDoor;
  at: number;
  ways: SaidLine[];
  wrote: boolean;
  /** Their own words, to copy; "" if someone else may be looking. */
  words: string;
  /** They show again with the secret word. */
  asks: boolean;
  keptMinutes: number;
  places: ShownCard[];
  later: boolean;
}

/** The line closed while someone waited: that it is not their fault, their words, and where to go on. */
export const Unanswered = (props: UnansweredProps) => {
  const { frame, line, at, ways, wrote, words, asks, keptMinutes, places, later } = props;
  const { t } = frame;
  const isOpen = line.door.state === "open";
  return (
    <YouthPage frame={frame}>
      <div id="chat" class="narrow" data-ended>
        <div class="hero">
          {frame.face && <Lamp big dark />}
          <div>
            <h1>{t("youth.unanswered.title")}</h1>
          </div>
        </div>
        <p>{t("youth.unanswered.text")}</p>
        {!isOpen && (
          <>
            <NoteShown t={t} note={line.note} />
            <NextLine t={t} line={line} at={at} />
          </>
        )}
        <CallInDanger t={t} number={frame.emergency} />
        <EmergencyWays lines={ways} />
        <OpenPlaces t={t} places={places} query={frame.query} />
        {later && !isOpen && <LaterOffer t={t} query={frame.query} />}
        {words !== "" && (
          <section class="card">
            <label for="own-words">{t("youth.unanswered.words")}</label>
            <textarea
              id="own-words"
              form="again"
              name="text"
              readonly
              autocomplete="off"
              rows={4}
              dir="auto"
              translate="no"
            >
              {words}
            </textarea>
          </section>
        )}
        {asks && (
          <>
            <p>{t("youth.secret.last")}</p>
            <AskSecret t={t} secret={{ refused: null, words: null }} />
          </>
        )}
        <KeptWords t={t} words={null} />
        {wrote && (
          <p class="soft">
            {t("youth.unanswered.unread")} {t("youth.unanswered.deleted", { minutes: keptMinutes })}
          </p>
        )}
        <form method="post" action="/wipe">
          <Sent />
          <button class="big">{t("youth.unanswered.wipe")}</button>
        </form>
        {isOpen && <StartNew t={t} query={frame.query} secondary />}
      </div>
    </YouthPage>
  );
};
