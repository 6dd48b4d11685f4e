import type { PropsWithChildren } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnFace, OwnLook } from "#src/settings/look/own-look.ts";
import type { Discreet } from "#src/settings/look/themes.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { SmallFace } from "#views/parts/face.tsx";
import { discreetIcons, neutralIcon } from "#views/parts/tab-icon.ts";

/** Id of the form whose typed words go along with the choice, so that none is lost: of the chat, or of the door. */
export type TakenAlong = "say" | "start";

interface LookProps {
  frame: YouthFrame;
  picked: OwnLook;
  looks: readonly Discreet[];
  faces: readonly OwnFace[];
  /** null where nothing is typed beside it: the page has its own form. */
  along: TakenAlong | null;
}

interface ChoiceProps {
  name: "look" | "face";
  value: string;
  checked: boolean;
  form: string | undefined;
}

const Choice = ({ name, value, checked, form, children }: PropsWithChildren<ChoiceProps>) => (
  <label class="choice">
    <input type="radio" name={name} value={value} checked={checked} form={form} autocomplete="off" />
    <span>{children}</span>
  </label>
);

/** What the tab will show. */
const Icon = ({ discreet }: { discreet: Discreet | null }) => (
  <img src={discreet ? discreetIcons[discreet] : neutralIcon} alt="" width={16} height={16} />
);

const FaceChoice = ({ t, face, number }: { t: Translate; face: OwnFace; number: number }) => {
  if (face === "same") return <>{t("youth.look.same")}</>;
  if (face === "none") return <>{t("youth.look.none")}</>;
  return (
    <>
      <SmallFace shape={face} /> <span class="hid">{t("youth.look.face_number", { number })}</span>
    </>
  );
};

const Choices = ({ frame: { t, query }, picked, looks, faces, along }: LookProps) => {
  const form = along ?? undefined;
  return (
    <>
      <fieldset>
        <legend>{t("youth.look.look")}</legend>
        <div class="scale">
          {[null, ...looks].map((one) => (
            <Choice name="look" value={one ?? ""} checked={picked.discreet === one} form={form}>
              <Icon discreet={one} /> {t(one === null ? "youth.look.same" : `youth.look.${one}`)}
            </Choice>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("youth.look.face")}</legend>
        <div class="scale">
          {faces.map((face, number) => (
            <Choice name="face" value={face} checked={picked.face === face} form={form}>
              {/* The first two are no drawings. */}
              <FaceChoice t={t} face={face} number={number - 1} />
            </Choice>
          ))}
        </div>
      </fieldset>
      <button
        class="big"
        name="pick"
        value="1"
        form={form}
        formaction={along === "start" ? pickAtDoor(query) : undefined}
      >
        {t("youth.look.use")}
      </button>
    </>
  );
};

/** The door's form tells by its address that nothing begins; door.js takes all that is typed along. */
const pickAtDoor = (query: string) => `/start${query === "" ? "?" : `${query}&`}pick=1`;

/** A discreet look and a face, for this visit. */
export const Look = (props: LookProps) => {
  const { frame, along } = props;
  const { t, query } = frame;
  return (
    <YouthPage frame={frame}>
      <article class="narrow">
        <h1>{t("youth.look.title")}</h1>
        <p class="soft">{t("youth.look.kept")}</p>
        {along === null ? (
          <form class="card listed" method="post" action={`/how-it-looks${query}`} autocomplete="off">
            <Choices {...props} />
          </form>
        ) : (
          <div class="card listed">
            <Choices {...props} />
          </div>
        )}
        <WayBack frame={frame} secondary />
      </article>
    </YouthPage>
  );
};

interface LookPickedProps {
  frame: YouthFrame;
  /** Of the chat, with the words that are not sent yet. */
  address: string;
}

/** Shown beside a chat for a moment, then the chat in its new look; browsers that do not go there by themselves have a link. */
export const LookPicked = ({ frame, address }: LookPickedProps) => (
  <YouthPage frame={frame}>
    <article class="narrow">
      {/* Without `itemprop` it would be moved into the head, which no script shows. */}
      <meta itemProp="" http-equiv="refresh" content={`0;url=${address}`} />
      {/* An address that begins with a dot is gone to, and not taken for the way back to the page below (words.js). */}
      <a class="big" href={`.${address}`}>
        {frame.t("youth.frame.back_to_chat")}
      </a>
    </article>
  </YouthPage>
);
