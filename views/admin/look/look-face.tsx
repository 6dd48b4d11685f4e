import type { Translate } from "#src/i18n/i18n.ts";
import type { Logo } from "#src/settings/look/logo.ts";
import type { LookDraft } from "#src/settings/look/look-draft.ts";
import { Note, type Wrong } from "#views/admin/subjects/subject-fields.tsx";
import { Face } from "#views/parts/face.tsx";
import type { LookChoices } from "./look.tsx";

interface FaceProps {
  t: Translate;
  draft: LookDraft;
  wrong: Wrong;
  choices: LookChoices;
}

/** Shape and colour of the little face. */
export function FaceFields({ t, draft, wrong, choices }: FaceProps) {
  const ready = choices.themes.find(({ name }) => name === draft.theme)?.theme ?? draft.colours;
  const lamp = ready.light.glow;
  const fill = choices.faceColours.find(({ name }) => name === draft.faceColour)?.fill ?? lamp;
  return (
    <>
      <fieldset class="field" id="face" tabindex={-1} aria-describedby="face-note">
        <legend>{t("admin.setting.face")}</legend>
        <div class="cards">
          {choices.faces.map((shape) => (
            <label class="choice-card">
              <Face face={{ shape, fill }} />
              <span class="check">
                <input type="radio" name="face" value={shape} checked={draft.face === shape} />
                {t(`admin.look.face.${shape}`)}
              </span>
            </label>
          ))}
        </div>
        <Note id="face-note" wrong={wrong.get("face")} />
      </fieldset>
      <fieldset class="field" id="faceColour" tabindex={-1} aria-describedby="faceColour-note">
        <legend>{t("admin.setting.faceColour")}</legend>
        <div class="cards">
          {choices.faceColours.map(({ name, fill }) => (
            <label class="choice-card">
              <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
                <circle cx="16" cy="16" r="15" fill={fill ?? lamp} />
              </svg>
              <span class="check">
                <input type="radio" name="faceColour" value={name} checked={draft.faceColour === name} />
                {t(`admin.look.face_colour.${name}`)}
              </span>
            </label>
          ))}
        </div>
        <Note id="faceColour-note" wrong={wrong.get("faceColour")} />
      </fieldset>
    </>
  );
}

interface LogoProps {
  t: Translate;
  logo: Logo | null;
  /** It is not saved yet. */
  isNew: boolean;
  wrong: string | undefined;
}

/** The logo as it is, another one, or none. One that was drawn and not saved waits in the form. */
export function LogoField({ t, logo, isNew, wrong }: LogoProps) {
  return (
    <fieldset class="field">
      <legend>{t("admin.setting.logo")}</legend>
      <p class="hint" id="logo-hint">
        {t("admin.look.logo.hint")}
      </p>
      <input type="hidden" name="logo_kept" value={logo?.png ?? ""} />
      {logo ? (
        <>
          <figure class="logo">
            <img src={`data:image/png;base64,${logo.png}`} alt="" width={logo.width} height={logo.height} />
            <figcaption class="soft small">
              {t(isNew ? "admin.look.logo.size" : "admin.look.logo.size", logoSize(t, logo))}
            </figcaption>
          </figure>
          <label class="check">
            <input type="checkbox" name="logo_remove" value="1" />
            {t("admin.look.logo.remove")}
          </label>
        </>
      ) : (
        <p class="soft">{t("admin.look.logo.none")}</p>
      )}
      <label for="logo">{t("admin.import.file")}</label>
      <input
        type="file"
        id="logo"
        name="logo"
        accept="image/png"
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby="logo-hint logo-note"
      />
      <Note id="logo-note" wrong={wrong} />
    </fieldset>
  );
}

const logoSize = (t: Translate, { width, height }: Logo) => ({ width: t.number(width), height: t.number(height) });
