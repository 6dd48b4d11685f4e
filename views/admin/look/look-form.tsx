import type { Wrong } from "#views/admin/subjects/subject-fields.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import type { LookProps } from "./look.tsx";
import { Colours } from "./look-colours.tsx";
import { FaceFields, LogoField } from "./look-face.tsx";

/** Everything that can be chosen of the look, with the young person's page beside it. */
export function LookForm(props: LookProps & { wrong: Wrong }) {
  const { frame, draft, basedOn, wrong, saved, unsaved, offered, choices } = props;
  const { t } = frame;
  return (
    <form
      class="edit"
      id="settings"
      method="post"
      action="/admin/look"
      enctype="multipart/form-data"
      novalidate
      data-preview="/admin/look/preview"
    >
      {/* Enter in a field presses the first button of a form: it shall be this one. */}
      <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
      <input type="hidden" name="based_on" value={String(basedOn)} />
      <div class="fields">
        <Colours t={t} draft={draft} wrong={wrong} choices={choices} />
        <FaceFields t={t} draft={draft} wrong={wrong} choices={choices} />
        <LogoField t={t} logo={draft.logo} isNew={props.logoIsNew} wrong={wrong.get("logo")} />
      </div>
      <Preview t={t} path="/admin/look/preview" pages={["open", "chat", "closed", "how"]} languages={offered} />
      <SaveBar t={t} saved={saved} unsaved={unsaved} />
    </form>
  );
}
