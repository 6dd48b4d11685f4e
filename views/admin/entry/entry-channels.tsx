import type { ChannelKind } from "#src/directory/entry/entry.ts";
import type { ChannelDraft } from "#src/directory/entry/entry-draft.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Choice, Field, type Fields, Group, idOf } from "#views/admin/hours/hours-field.tsx";
import { EntryWeek } from "./entry-field.tsx";

interface ChannelsProps {
  fields: Fields;
  channels: ChannelDraft[];
  kinds: readonly ChannelKind[];
  /** Number of exceptions in each channel's own hours. */
  exceptions: number[];
  draftPath: string;
}

/** A row for each way to reach an entry, and buttons to add one of each kind. */
export function EntryChannels(props: ChannelsProps) {
  const { fields, channels, kinds, draftPath } = props;
  const { t } = fields;
  return (
    <section id="channels" aria-labelledby="channels-title">
      <h2 id="channels-title">{t("admin.entry.channels")}</h2>
      {fields.wrong.has("channels") && <p class="wrong">{fields.wrong.get("channels")}</p>}
      <ul class="channels">
        {channels.map((channel, i) => (
          <li>
            <Channel {...props} channel={channel} name={`channel.${i}`} i={i} />
          </li>
        ))}
      </ul>
      <div class="row-of" id="add">
        {kinds.map((kind) => (
          <button type="submit" class="second" name="do" value={`add ${kind}`} formaction={draftPath}>
            {`+ ${t(`admin.entry.kind.${kind}`)}`}
          </button>
        ))}
      </div>
    </section>
  );
}

function Channel(props: ChannelsProps & { channel: ChannelDraft; name: string; i: number }) {
  const { fields, channel, kinds, draftPath, name, i } = props;
  const { t } = fields;
  const { texts, was } = channel;
  const kind = kinds.find((one) => one === texts.kind) ?? "phone";
  const what = texts.value || t(`admin.entry.kind.${kind}`);
  const button = { type: "submit", class: "quiet", name: "do" } as const;
  return (
    <fieldset class="channel">
      <legend class="sr">{what}</legend>
      {was !== null && <input type="hidden" name={`${name}.was`} value={String(was)} />}
      <div class="channel-row">
        <Choice
          fields={fields}
          name={`${name}.kind`}
          label={t("admin.hours.kind")}
          value={texts.kind}
          of={kinds.map((one) => [one, t(`admin.entry.kind.${one}`)])}
        />
        <Field
          fields={fields}
          name={`${name}.value`}
          label={t(`admin.entry.value.${kind}`)}
          value={texts.value}
          dir={kind === "visit" ? "auto" : "ltr"}
        />
      </div>
      {kind === "visit" && <Address {...props} />}
      <Group
        id={idOf(name)}
        open={fields.told.has(`${name}.more`)}
        title={t("admin.entry.details")}
        more={[texts.description, texts.free !== "" && t(`admin.entry.free.${texts.free === "yes" ? "yes" : "no"}`)]
          .filter(Boolean)
          .join(" · ")}
      >
        <Field
          fields={fields}
          name={`${name}.description`}
          label={t("admin.entry.description")}
          value={texts.description}
          dir="auto"
        />
        <div class="pair">
          <Free t={t} fields={fields} name={`${name}.free`} value={texts.free} />
          <Field
            fields={fields}
            name={`${name}.extension`}
            label={t("admin.entry.extension")}
            value={texts.extension}
          />
        </div>
        <Field
          fields={fields}
          name={`${name}.languages`}
          label={t("admin.entry.languages")}
          value={texts.languages}
          hint={t("admin.entry.names_hint")}
        />
        <Group
          id={idOf(`${name}.hours`)}
          open={fields.told.has(`${name}.week`) || channel.hours.week.some((text) => text !== "")}
          title={t("admin.entry.channel_hours")}
        >
          <p class="hint">{t("admin.entry.channel_hours_hint")}</p>
          <EntryWeek
            fields={fields}
            place={`${name}.`}
            hours={channel.hours}
            exceptions={props.exceptions[i] ?? 0}
            draftPath={draftPath}
          />
        </Group>
        <input type="hidden" name={`${name}.zone`} value={channel.hours.zone} />
      </Group>
      <div class="row-of">
        {i > 0 && (
          <button {...button} formaction={draftPath} value={`up ${name}`}>
            {t("admin.entry.up")}
            <span class="sr">{`: ${what}`}</span>
          </button>
        )}
        <button {...button} formaction={`${draftPath}#channels`} value={`remove ${name}`}>
          {t("admin.hours.remove", { what })}
        </button>
      </div>
    </fieldset>
  );
}

function Free({ t, fields, name, value }: { t: Translate; fields: Fields; name: string; value: string }) {
  const of: [string, string][] = [
    ["", t("admin.entry.unknown")],
    ["yes", t("admin.entry.free.yes")],
    ["no", t("admin.entry.free.no")],
  ];
  return <Choice fields={fields} name={name} label={t("admin.entry.is_free")} value={value} of={of} />;
}

function Address({ fields, channel, name }: ChannelsProps & { channel: ChannelDraft; name: string }) {
  const { t } = fields;
  const { texts, hideExactAddress } = channel;
  const field = (part: "address1" | "address2" | "postalCode" | "city" | "country" | "accessibility") => (
    <Field fields={fields} name={`${name}.${part}`} label={t(`admin.entry.${part}`)} value={texts[part]} dir="auto" />
  );
  return (
    <>
      {field("address1")}
      {field("address2")}
      <div class="pair">
        {field("postalCode")}
        {field("city")}
        {field("country")}
      </div>
      {field("accessibility")}
      <label class="check">
        <input type="checkbox" name={`${name}.hide`} value="yes" checked={hideExactAddress} />
        {t("admin.entry.hide_address")}
      </label>
    </>
  );
}
