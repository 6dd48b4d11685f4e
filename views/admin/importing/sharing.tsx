import type { ShownPartner } from "#src/directory/sharing/partners.ts";
import type { ItemState } from "#src/directory/sharing/source-items.ts";
import type { Source } from "#src/directory/sharing/sources.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Problems } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type Found, FoundThere, type SourceDraft, SourceForm, type SourceProblem, wrongOf } from "./sharing-form.tsx";
import { PartnerLines, SourceState } from "./source-words.tsx";

export interface SharingProps {
  frame: StaffFrame;
  publish: { on: boolean; address: string; services: number; organizations: number };
  sources: { source: Source; counts: Record<ItemState, number> }[];
  partners: ShownPartner[];
  asksNobody: boolean;
  draft: SourceDraft;
  found: Found | null;
  problems: SourceProblem[];
  done: "published" | "removed" | "ended" | null;
  /** What went out of use with an ended source, and the import that did it; null = it cannot be undone. */
  ended: { runId: number; n: number } | null;
  zone: string;
  now: number;
}

/** Returns the draft of an empty form. */
export function blankSource(kind: SourceDraft["kind"], zone: string): SourceDraft {
  return { kind, address: "", name: "", accept: "review", zone, licence: "" };
}

/** Our directory for others, theirs for us, and partner helplines. */
export function Sharing(props: SharingProps) {
  const { frame, asksNobody, problems, draft, done, ended } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.sharing.title")} here="directory" wrong={problems.length > 0}>
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
      </nav>
      <h1>{t("admin.sharing.title")}</h1>
      <p class="lead">{t("admin.sharing.lead")}</p>
      {done && (
        <Done words={t(done === "published" ? "admin.form.saved" : "admin.sharing.done.removed")}>
          {ended && (
            <a href={`/admin/directory/import/${ended.runId}`}>{t("admin.sharing.done.ended", { n: ended.n })}</a>
          )}
        </Done>
      )}
      <Problems t={t} wrong={wrongOf(t, problems, draft.kind)} />
      <Publish {...props} />
      {asksNobody && <p class="note warn">{t("admin.sharing.asks_nobody")}</p>}
      <Subscriptions {...props} />
      <Partners {...props} />
    </StaffSheet>
  );
}

function Publish({ frame: { t }, publish }: SharingProps) {
  const { on, address, services, organizations } = publish;
  return (
    <section aria-labelledby="publish-title" id="publish">
      <h2 id="publish-title">{t("admin.sharing.publish")}</h2>
      <p>{t("admin.sharing.publish_hint")}</p>
      <div class="once">
        <p class="state-now">
          <span class={`dot ${on ? "open" : "closed"}`} />
          <b>{t(on ? "admin.sharing.publish_on" : "admin.sharing.publish_off")}</b>
        </p>
        <p>{t("admin.sharing.publish_count", { services, organizations })}</p>
        {on && (
          <>
            <label for="feed-address">
              <b>{t("admin.sharing.publish_address")}</b>
            </label>
            <input id="feed-address" readonly value={address} dir="ltr" />
          </>
        )}
        <form method="post" action="/admin/directory/sharing">
          <button
            id="publishDirectory"
            type="submit"
            class={on ? "second" : "main"}
            name="publish"
            value={on ? "no" : "yes"}
          >
            {t(on ? "admin.sharing.publish_stop" : "admin.sharing.publish_start")}
          </button>
        </form>
      </div>
    </section>
  );
}

function Subscriptions(props: SharingProps) {
  const { frame, sources, zone, draft, now } = props;
  const { t } = frame;
  return (
    <section aria-labelledby="subscribe-title" id="subscribe">
      <h2 id="subscribe-title">{t("admin.sharing.subscribe")}</h2>
      <p>{t("admin.sharing.subscribe_hint")}</p>
      {sources.length > 0 && (
        <ul class="list">
          {sources.map(({ source, counts }) => (
            <li>
              <div dir="auto">
                <p>
                  <a href={`/admin/directory/sources/${source.id}`}>{source.name}</a>
                </p>
                <p class="small">{t("admin.sharing.counts", countsOf(counts))}</p>
                <SourceState t={t} source={source} zone={zone} now={now} />
              </div>
            </li>
          ))}
        </ul>
      )}
      <Form {...props} kind="feed" open={sources.length === 0 || draft.address !== ""} />
    </section>
  );
}

function countsOf({ accepted, changed, gone, new: fresh }: Record<ItemState, number>) {
  return { taken: accepted + changed + gone, n: fresh + changed + gone };
}

function Partners(props: SharingProps) {
  const { frame, partners, zone, draft, now } = props;
  const { t } = frame;
  return (
    <section aria-labelledby="partners-title" id="partners">
      <h2 id="partners-title">{t("admin.sharing.partners")}</h2>
      <p>{t("admin.sharing.partners_hint")}</p>
      {partners.length > 0 && (
        <ul class="list">
          {partners.map((partner) => (
            <li>
              <div dir="auto">
                <p>
                  <a href={`/admin/directory/sources/${partner.source.id}`}>{partner.source.name}</a>
                </p>
                <PartnerLines t={t} partner={partner} now={now} />
                <SourceState t={t} source={partner.source} zone={zone} now={now} />
              </div>
            </li>
          ))}
        </ul>
      )}
      <Form {...props} kind="partner" open={partners.length === 0 || draft.address !== ""} />
    </section>
  );
}

function Form(props: SharingProps & { kind: SourceDraft["kind"]; open: boolean }) {
  const { frame, kind, found, zone, now } = props;
  const { t } = frame;
  const isThis = props.draft.kind === kind;
  const draft = isThis ? props.draft : blankSource(kind, zone);
  const problems = isThis ? props.problems : [];
  return (
    <details class="group" open={props.open && (isThis || props.draft.address === "")}>
      <summary>
        <b>{t(`admin.sharing.add.${kind}`)}</b>
      </summary>
      <div class="group-fields">
        {isThis && found && <FoundThere t={t} found={found} now={now} />}
        <SourceForm t={t} draft={draft} problems={problems} isFound={isThis && found !== null} />
      </div>
    </details>
  );
}
