import type { PropsWithChildren } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Door as DoorState } from "#src/queue/door.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Face } from "#views/parts/face.tsx";
import { KeptWords } from "#views/parts/kept.tsx";
import { Marked } from "#views/parts/marked.tsx";

export interface DoorProps {
  frame: YouthFrame;
  state: DoorState;
  /** How many young people wait now. */
  waiting: number;
  /** Words to keep in the box after a refusal. */
  words: string;
  /** Why starting was refused, in words. */
  error: string | null;
  clientId: string;
  /** For whom the line is, youngest and oldest age in years: said, never asked. */
  ages: [number, number];
  /** Version of the rules agreed to by sending. */
  rulesVersion: number;
}

type Hidden = Pick<DoorProps, "clientId" | "rulesVersion"> & { t: Translate };

const HiddenFields = ({ t, clientId, rulesVersion }: Hidden) => (
  <>
    <input type="hidden" name="client_id" value={clientId} />
    <input type="hidden" name="line" value="1" />
    <input type="hidden" name="l" value={t.language} />
    <input type="hidden" name="rules" value={rulesVersion} />
  </>
);

const Start = ({ t, frame, words, error, clientId, rulesVersion }: DoorProps & { t: Translate }) => (
  <form
    class="card"
    method="post"
    action={`/start${frame.query}`}
    autocomplete="off"
    data-offline={t("youth.door.offline")}
  >
    <p id="refused" role="alert">
      {error}
    </p>
    <HiddenFields t={t} clientId={clientId} rulesVersion={rulesVersion} />
    <label for="text">{t("youth.door.label")}</label>
    <textarea
      id="text"
      name="text"
      rows={3}
      dir="auto"
      autocomplete="off"
      placeholder={t("youth.door.hint")}
      aria-describedby="refused"
    >
      {words}
    </textarea>
    <button class="big">{t("youth.door.send")}</button>
    <p class="soft">
      <Marked t={t} text="youth.door.agree" href={`/how${frame.query}`} />
    </p>
  </form>
);

const Facts = ({ t, frame, ages: [from, to] }: DoorProps & { t: Translate }) => (
  <div class="facts">
    <ul>
      <li>{t("youth.door.free")}</li>
      <li>{t("youth.door.no_name")}</li>
      <li>{t("youth.door.person")}</li>
      <li>{t("youth.door.ages", { from, to })}</li>
    </ul>
    <p class="soft">
      <Marked t={t} text="youth.door.secret" href={`/how${frame.query}#told`} />
    </p>
    <p class="soft">{t("youth.door.leave_fast")}</p>
  </div>
);

/** Nobody there, or chats cannot be opened: no dead form, the typed words kept and sent again if wanted, and what to do now (`children`). */
const Shut = ({ t, children, ...door }: PropsWithChildren<DoorProps & { t: Translate }>) => {
  const { frame, state, words, error } = door;
  return (
    <div class="narrow">
      <div class="hero">
        <Face />
        <div>
          <h1>{t(state === "locked" ? "youth.locked.title" : "youth.closed.title")}</h1>
          <span class="pill shut">{t(state === "locked" ? "youth.door.fault" : "youth.door.closed")}</span>
        </div>
      </div>
      {error && <p role="alert">{error}</p>}
      <p>{t(state === "locked" ? "youth.locked.text" : "youth.closed.text")}</p>
      <p>
        <Marked t={t} text="youth.closed.danger" values={{ number: frame.emergency }} href={`tel:${frame.emergency}`} />
      </p>
      <KeptWords t={t} words={words || null} />
      {children}
      {words === "" ? (
        <a class="big" href={`/${frame.query}`}>
          {t("youth.closed.again")}
        </a>
      ) : (
        <form method="post" action={`/start${frame.query}`}>
          <HiddenFields t={t} {...door} />
          <input type="hidden" name="text" value={words} />
          <button class="big">{t("youth.closed.retry")}</button>
        </form>
      )}
    </div>
  );
};

/** The first page: what this is, and one box to start with. `children` are places open now, shown when this one is not. */
export const Door = (props: PropsWithChildren<DoorProps>) => {
  const { t } = props.frame;
  if (props.state !== "open") {
    return (
      <YouthPage frame={props.frame}>
        <Shut {...props} t={t} />
      </YouthPage>
    );
  }
  return (
    <YouthPage frame={props.frame}>
      <div class="door">
        <div class="hero">
          <Face />
          <div>
            <h1>{t("youth.door.title")}</h1>
            <span class="pill">{t("youth.door.open", { waiting: props.waiting })}</span>
          </div>
        </div>
        <Start {...props} t={t} />
        <Facts {...props} t={t} />
      </div>
    </YouthPage>
  );
};
