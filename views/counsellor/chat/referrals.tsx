import type { Referral } from "#src/conversation/messages/referral.ts";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { ChannelKind } from "#src/directory/entry/entry.ts";
import type { Topic } from "#src/directory/topics.ts";
import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import { Card } from "#views/parts/card.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { CardCautions, type FoundPlace, FoundRow } from "./found.tsx";
import { type Refused, Sent } from "./referral-outcome.tsx";

export interface Finding {
  /** Of the cards sent next. */
  clientId: string;
  words: string;
  /** The language of the chat, and whether the search uses it. */
  language: Language;
  prefer: boolean;
  /** Topics the young person chose, and which of them the search uses. */
  topics: Topic[];
  byTopics: Topic[];
  /** Region they chose, else that of their line; null = unknown, or there is only one. */
  region: { code: string; name: string } | null;
  byRegion: boolean;
  /** Youngest and oldest, as they chose, else of their line; null = unknown. */
  age: [number, number] | null;
  ageIsTheirs: boolean;
  byAge: boolean;
  channel: ChannelKind | null;
  channels: readonly ChannelKind[];
  open: boolean;
  free: boolean;
  anonymous: boolean;
  /** Best first; null = no search yet. `more` were found and are not here. */
  found: { places: FoundPlace[]; more: number } | null;
  /** Ticked, but not among what was found. */
  others: FoundPlace[];
  /** Cards of what is ticked, in the young person's language; null = nothing is, or too much. */
  preview: { cards: ShownCard[]; t: Translate } | null;
  refused: string | null;
  sent: string[];
}

interface ReferralsProps {
  t: Translate;
  id: number;
  /** Short name of the chat, so that the button says where the card goes. */
  name: string;
  zone: string;
  now: number;
  referrals: Referral[];
  finding: Finding;
  refused: Refused | null;
}

type FindProps = Omit<ReferralsProps, "referrals" | "refused">;

/** Entries that help: what was sent already, and the search for more. */
export function Referrals(props: ReferralsProps) {
  const { t, id } = props;
  return (
    <div class="referrals" id={`referrals-${id}`}>
      <Sent t={t} id={id} referrals={props.referrals} refused={props.refused} />
      <div class="reporting" id={`reporting-${id}`} hx-morph-skip="" />
      <p class="soft after-end">{t("staff.find.over")}</p>
      <Find {...props} />
    </div>
  );
}

/** One form for searching, ticking and sending: ticks travel with it, and no repaint of the chat touches it. */
export function Find(props: FindProps) {
  const { t, id, finding } = props;
  const action = addressOf(id);
  return (
    <form
      class="find"
      id={`find-${id}`}
      method="post"
      action={action}
      hx-post={action}
      hx-target={`#found-${id}`}
      hx-swap="outerMorph"
      hx-trigger={`submit, find, input target:#words-${id} delay:150ms, change target:.asks`}
      hx-sync="this:replace"
      hx-morph-skip=""
    >
      <input type="hidden" name="client_id" value={finding.clientId} />
      <div class="find-words">
        <label class="sr" for={`words-${id}`}>
          {t("staff.find.label")}
        </label>
        <input
          type="search"
          id={`words-${id}`}
          name="words"
          value={finding.words}
          maxlength={200}
          autocomplete="off"
          spellcheck={false}
          placeholder={t("staff.find.placeholder")}
        />
        <button type="submit" class="second plain">
          {t("staff.find.search")}
        </button>
      </div>
      {/* Beneath the field, so that it covers no tick. */}
      <div class="find-scroll">
        <Filters t={t} finding={finding} />
        <Found {...props} />
      </div>
    </form>
  );
}

const addressOf = (id: number) => `/staff/conversation/${id}/referrals`;

function Filters({ t, finding }: { t: Translate; finding: Finding }) {
  return (
    <fieldset class="chips">
      <legend class="sr">{t("staff.find.filters")}</legend>
      {finding.topics.map((topic) => (
        <Chip name="topics" value={topic} on={finding.byTopics.includes(topic)} words={t(`topic.${topic}`)} />
      ))}
      {finding.age !== null && <Chip name="age" on={finding.byAge} words={ages(t, finding.age)} />}
      {finding.region !== null && <Chip name="region" on={finding.byRegion} words={finding.region.name} />}
      <Chip name="open" on={finding.open} words={t("card.open")} />
      <Chip
        name="prefer"
        on={finding.prefer}
        words={t("staff.find.prefer", { language: languageNames[finding.language] })}
      />
      <Chip name="free" on={finding.free} words={t("card.free")} />
      <Chip name="anonymous" on={finding.anonymous} words={t("card.anonymous")} />
      <select class="asks" name="channel" aria-label={t("staff.find.channel")}>
        <option value="">{t("staff.find.any_channel")}</option>
        {finding.channels.map((kind) => (
          <option value={kind} selected={kind === finding.channel}>
            {t(`card.kind.${kind}`)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

function ages(t: Translate, [from, to]: [number, number]): string {
  if (from === 0) return t("card.ages_to", { to });
  return to > 150 ? t("card.ages_from", { from }) : t("youth.door.ages", { from, to });
}

function Chip({ name, value = "1", on, words }: { name: string; value?: string; on: boolean; words: string }) {
  return (
    <label class="chip">
      <input type="checkbox" class="asks sr" name={name} value={value} checked={on} />
      <span class="on">
        <Icon name="connected" />
      </span>
      <span class="off">
        <Icon name="plus" />
      </span>
      {words}
    </label>
  );
}

/** What was found, and under it the card. `data-words` says for which words. */
export function Found(props: FindProps) {
  const { t, id, finding } = props;
  const { found, others } = finding;
  const row = (place: FoundPlace) => <FoundRow t={t} id={id} place={place} zone={props.zone} now={props.now} />;
  return (
    <div class="found" id={`found-${id}`} data-words={found === null ? undefined : finding.words}>
      <p class="said" role="status">
        {said(t, finding)}
      </p>
      {others.length > 0 && <ol class="rows others">{others.map(row)}</ol>}
      {found !== null && found.places.length > 0 && <ol class="rows">{found.places.map(row)}</ol>}
      {found !== null && found.more > 0 && <p class="hint">{t("staff.find.more", { n: found.more })}</p>}
      {found !== null && found.places.length === 0 && <Nothing t={t} finding={finding} />}
      <OnCard {...props} />
    </div>
  );
}

/** Screen readers hear how much is in the list; everyone reads what was just sent. */
function said(t: Translate, { found, sent }: Finding) {
  if (sent.length > 0) {
    return (
      <span class="just-sent">
        <Icon name="read" />
        {t("staff.find.sent", { names: sent.join(", ") })}
      </span>
    );
  }
  return found !== null && <span class="sr">{t("staff.find.count", { n: found.places.length + found.more })}</span>;
}

function Nothing({ t, finding }: { t: Translate; finding: Finding }) {
  const isByChoice = finding.byTopics.length > 0 || finding.byRegion || finding.byAge || finding.channel !== null;
  const isFiltered = finding.open || finding.free || finding.anonymous || isByChoice;
  return (
    <div class="nothing">
      <p>
        <b>{t("staff.find.nothing")}</b>
      </p>
      <p class="soft">{t(isFiltered ? "staff.find.nothing_filtered" : "staff.find.nothing_words")}</p>
    </div>
  );
}

function OnCard({ t, id, name, finding }: FindProps) {
  const { preview, refused, found, others } = finding;
  const ticked = [...others, ...(found?.places.filter((one) => one.ticked) ?? [])];
  return (
    <div class="on-card">
      {refused !== null && (
        <p class="wrong" role="alert" data-refused="">
          {refused}
        </p>
      )}
      {preview && (
        <section class="preview-cards" aria-labelledby={`preview-${id}`}>
          {/* An h2, since on a phone the name of the chat does not stand above it. */}
          <h2 id={`preview-${id}`}>{t("staff.find.preview")}</h2>
          {preview.cards.length > 1 && (
            <ol class="names" lang={preview.t.language}>
              {preview.cards.map(({ name }) => (
                <li dir="auto">{name}</li>
              ))}
            </ol>
          )}
          <div lang={preview.t.language} dir={preview.t.dir} tabindex={0}>
            {preview.cards.map((card) => (
              <Card t={preview.t} card={card} leaving="nothing" />
            ))}
          </div>
        </section>
      )}
      <CardCautions t={t} places={ticked} />
      <button type="submit" class="second plain">
        {t("staff.find.look")}
      </button>
      {preview && <SendButton t={t} id={id} name={name} />}
    </div>
  );
}

function SendButton({ t, id, name }: Pick<FindProps, "t" | "id" | "name">) {
  const action = `${addressOf(id)}/send`;
  return (
    <button
      type="submit"
      class="main"
      id={`send-cards-${id}`}
      formaction={action}
      hx-post={action}
      hx-target={`#find-${id}`}
      hx-swap="outerHTML settle:0"
      hx-sync="this:drop"
      {...{ "hx-status:422": 'swap:"outerHTML settle:0"' }}
    >
      {t("staff.find.send_to", { name })} <kbd>Ctrl ↵</kbd>
    </button>
  );
}
