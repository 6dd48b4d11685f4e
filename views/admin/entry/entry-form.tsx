import type { Method } from "#src/directory/care/verification.ts";
import type { ChannelKind, Status, Visibility } from "#src/directory/entry/entry.ts";
import type { EntryDraft } from "#src/directory/entry/entry-draft.ts";
import type { Topic } from "#src/directory/topics.ts";
import { Choice, Field, type Fields } from "#views/admin/hours/hours-field.tsx";
import { EntryChannels } from "./entry-channels.tsx";
import { Area, Ticks } from "./entry-field.tsx";
import { Details, Hours, Tick, Translations, Upkeep, Where, yesNo } from "./entry-more.tsx";

export interface EntryFormProps {
  draft: EntryDraft;
  /** Number of seasons, exceptions and other hours in its own hours and in each channel's. */
  exceptions: { own: number; channels: number[] };
  draftPath: string;
  choices: {
    kinds: readonly ChannelKind[];
    statuses: readonly Status[];
    visibilities: readonly Visibility[];
    topics: { topic: Topic; words: string }[];
    /** BCP 47 */
    languages: string[];
    regions: { code: string; name: string }[];
    organizations: string[];
    zones: string[];
    days: { usual: number; crisis: number };
    methods: readonly Method[];
  };
  /** How someone has just verified it; "" = not. */
  verified: string;
  /** It is not stored yet. */
  isNew: boolean;
}

/** The form of an entry: what stands on its card first, the rest folded away. */
export function EntryForm(props: EntryFormProps & { fields: Fields }) {
  const { fields, draft, choices, verified, isNew } = props;
  const { t } = fields;
  const { texts, facts } = draft;
  return (
    <>
      <Field fields={fields} name="name" label={t("admin.entry.name")} value={texts.name} dir="auto" />
      <Area
        fields={fields}
        name="summary"
        label={t("admin.entry.summary")}
        value={texts.summary}
        hint={t("admin.entry.summary_hint")}
        rows={2}
      />
      <EntryChannels
        fields={fields}
        channels={draft.channels}
        kinds={choices.kinds}
        exceptions={props.exceptions.channels}
        draftPath={props.draftPath}
      />
      <Ticks fields={fields} name="topics" legend={t("admin.entry.topics")}>
        <div class="checks topics">
          {choices.topics.map(({ topic, words }) => (
            <Tick name="topics" value={topic} list={draft.topics} label={t(`topic.${topic}`)} words={words} />
          ))}
        </div>
      </Ticks>
      <div class="pair">
        <Field fields={fields} name="ageFrom" label={t("admin.entry.ageFrom")} value={texts.ageFrom} numeric />
        <Field fields={fields} name="ageTo" label={t("admin.entry.ageTo")} value={texts.ageTo} numeric />
      </div>
      <div class="pair">
        <Choice fields={fields} name="free" label={t("admin.entry.is_free")} value={facts.free} of={yesNo(t)} />
        <Choice
          fields={fields}
          name="anonymous"
          label={t("admin.entry.anonymous")}
          value={facts.anonymous}
          of={yesNo(t)}
        />
      </div>
      <Choice
        fields={fields}
        name="verified"
        label={t("admin.entry.verified")}
        value={verified}
        of={[["", t("admin.entry.no")], ...choices.methods.map(methodChoice)]}
      />
      <Ticks
        fields={fields}
        name="visibility"
        legend={t("admin.entry.visibility")}
        hint={isNew ? t("admin.entry.visibility_about") : undefined}
      >
        <div>
          {choices.visibilities.map((one) => (
            <label class="check">
              <input type="radio" name="visibility" value={one} checked={texts.visibility === one} />
              <span>
                {t(`admin.entry.visibility.${one}`)}
                <small>{t(`admin.entry.visibility_hint.${one}`)}</small>
              </span>
            </label>
          ))}
        </div>
      </Ticks>
      <Hours {...props} />
      <Where {...props} />
      <Details {...props} />
      <Translations {...props} />
      <Field
        fields={fields}
        name="organization"
        label={t("admin.entry.organization")}
        value={texts.organization}
        hint={t("admin.entry.organization_hint")}
        list="organizations"
        dir="auto"
      />
      <datalist id="organizations">
        {choices.organizations.map((name) => (
          <option value={name} />
        ))}
      </datalist>
      <Upkeep {...props} />
    </>
  );

  function methodChoice(method: Method): [string, string] {
    return [method, t(`admin.directory.method.${method}`)];
  }
}
