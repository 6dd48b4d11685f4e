import type { Child } from "hono/jsx";
import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { lookingId } from "#views/parts/told/looking.tsx";
import type { LineAtDoor } from "#views/youth/door/now.tsx";

/** What the mailbox will show of a mail, literally. */
export interface MailSeen {
  sender: string;
  subject: string;
}

/** Whether someone else could read the mailbox. */
export const sharedAnswers = ["no", "yes", "unsure"] as const;

/** The form as typed; "" = nothing chosen. */
export interface LaterTyped {
  address: string;
  shared: string;
  from: string;
  to: string;
  line: string;
}

export interface LaterProps {
  frame: YouthFrame;
  /** The only style sheet of these pages; its hash stands in the CSP, also of a page beside which they are shown. */
  css: string;
  typed: LaterTyped;
  wrong: Partial<Record<"address" | "shared" | "window", string>>;
  refused: string | null;
  mail: MailSeen;
  /** Lines to choose from; [] = there is one. */
  lines: { id: number; name: string }[];
  /** Full hours, minutes after midnight, by the clock of `line`. */
  hours: number[];
  line: LineAtDoor;
  at: number;
  /** Days until a mail comes, and until the address is deleted, at the latest. */
  days: { mail: number; kept: number; bound: number };
  languages: number;
}

const Wrong = ({ id, words }: { id: string; words: string | undefined }) =>
  words === undefined ? null : (
    <p id={`${id}-wrong`} role="alert">
      {words}
    </p>
  );

const aboutIt = (id: string, words: string | undefined) => (words === undefined ? undefined : `${id}-wrong`);

const Address = ({ t, typed, wrong }: LaterProps & { t: Translate }) => (
  <div>
    <label for="address">{t("youth.later.address")}</label>
    <input
      id="address"
      name="address"
      type="email"
      dir="ltr"
      value={typed.address}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      aria-invalid={wrong.address ? "true" : undefined}
      aria-describedby={aboutIt("address", wrong.address)}
    />
    <Wrong id="address" words={wrong.address} />
  </div>
);

const SharedBox = ({ t, typed, wrong }: LaterProps & { t: Translate }) => (
  <fieldset aria-describedby={aboutIt("shared", wrong.shared)}>
    <legend>{t("youth.later.shared")}</legend>
    <div class="scale">
      {sharedAnswers.map((one) => (
        <label class="choice">
          <input type="radio" name="shared" value={one} checked={typed.shared === one} autocomplete="off" />
          <span>{t(`youth.later.shared.${one}`)}</span>
        </label>
      ))}
    </div>
    <Wrong id="shared" words={wrong.shared} />
  </fieldset>
);

const clock = (t: Translate, minutes: number) => (minutes === 1440 ? "24:00" : t.time(minutes * 60_000, "UTC"));

const Hour = (props: LaterProps & { t: Translate; name: "from" | "to" }) => {
  const { t, name, typed, hours, wrong } = props;
  const offered = name === "from" ? hours.slice(0, -1) : hours.slice(1);
  return (
    <div>
      <label for={name}>{t(`youth.later.window.${name}`)}</label>
      <select id={name} name={name} autocomplete="off" aria-describedby={aboutIt("window", wrong.window)}>
        <option value="">{t("youth.later.window.any")}</option>
        {offered.map((minutes) => (
          <option value={minutes} selected={typed[name] === String(minutes)}>
            {clock(t, minutes)}
          </option>
        ))}
      </select>
    </div>
  );
};

const Window = (props: LaterProps & { t: Translate }) => (
  <fieldset>
    <legend>{props.t("youth.later.window")}</legend>
    <div class="hours-pair">
      <Hour {...props} name="from" />
      <Hour {...props} name="to" />
    </div>
    <Wrong id="window" words={props.wrong.window} />
  </fieldset>
);

const LineBox = ({ t, lines, typed, line }: LaterProps & { t: Translate }) =>
  lines.length === 0 ? (
    <input type="hidden" name="line" value={line.id} />
  ) : (
    <div>
      <label for="line">{t("youth.lines.legend")}</label>
      <select id="line" name="line" autocomplete="off">
        {lines.map(({ id, name }) => (
          <option value={id} selected={typed.line === String(id)}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );

const Spoken = ({ t, several }: { t: Translate; several: boolean }) => (
  <p class="soft">
    {t("youth.later.language")} <strong>{languageNames[t.language]}</strong>.{" "}
    {several && t("youth.later.language.change")}
  </p>
);

const Then = ({ t, days }: { t: Translate; days: LaterProps["days"] }) => (
  <section>
    <h2>{t("youth.later.then")}</h2>
    <ul class="then">
      <li>{t("youth.later.then.when", { days: days.mail })}</li>
      <li>{t("youth.later.then.most", { days: days.bound })}</li>
      <li>{t("youth.later.then.kept", { days: days.kept })}</li>
    </ul>
  </section>
);

/** By POST to the address of the language on the page, so that its next page has what was typed. */
const Form = ({ frame, children }: { frame: YouthFrame; children: Child }) => (
  <form id={lookingId} class="card later" method="post" action={`/later${frame.query}`} autocomplete="off" novalidate>
    <input type="hidden" name="l" value={frame.t.language} />
    {children}
  </form>
);

/** Every field, and what follows from it, before anything is sent. */
export const LaterForm = (props: LaterProps) => {
  const { frame, refused } = props;
  const { t } = frame;
  return (
    <Form frame={frame}>
      <p id="refused" role="alert">
        {refused}
      </p>
      <Address {...props} t={t} />
      <SharedBox {...props} t={t} />
      <Window {...props} t={t} />
      <LineBox {...props} t={t} />
      <Spoken t={t} several={props.languages > 1} />
      <Then t={t} days={props.days} />
      <button class="big">{t("youth.later.send")}</button>
      <p class="soft">
        <Marked t={t} text="youth.door.agree" href={`/how${frame.query}`} />
      </p>
    </Form>
  );
};
