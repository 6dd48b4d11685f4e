import type { Message } from "#src/conversation/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";

interface ChangeProps {
  frame: YouthFrame;
  /** What can still be changed. */
  messages: Message[];
  /** A message whose new words were refused: these words, and why. */
  refused: Refused | null;
}

interface Refused {
  seq: number;
  words: string;
  error: string;
}

const Own = ({ t, message, refused }: { t: Translate; message: Message; refused: Refused | null }) => {
  const { seq, text } = message;
  return (
    <form class="card" method="post" action="/change" autocomplete="off">
      {refused && (
        <p id="refused" role="alert">
          {refused.error}
        </p>
      )}
      <input type="hidden" name="seq" value={seq} />
      <label for={`words-${seq}`}>{t("youth.change.label")}</label>
      <textarea
        id={`words-${seq}`}
        name="text"
        rows={3}
        dir="auto"
        autocomplete="off"
        aria-describedby={refused ? "refused" : undefined}
      >
        {refused?.words ?? text}
      </textarea>
      <button class="big line">{t("youth.change.save")}</button>
    </form>
  );
};

/** What somebody wrote while they wait, for as long as nobody has it to read. */
export const Change = ({ frame, messages, refused }: ChangeProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.change.title")}</h1>
        {messages.length === 0 ? (
          <p>{t("youth.change.too_late")}</p>
        ) : (
          <>
            <p>{t("youth.change.lead")}</p>
            <p class="soft">{t("youth.change.empty")}</p>
          </>
        )}
        {messages.map((message) => (
          <Own t={t} message={message} refused={refused?.seq === message.seq ? refused : null} />
        ))}
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};
