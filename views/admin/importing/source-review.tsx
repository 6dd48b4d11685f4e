import type { Translate } from "#src/i18n/i18n.ts";
import type { ShownItem, SourcePageProps } from "./source.tsx";
import type { Told } from "./source-told.tsx";

type ReviewProps = Pick<SourcePageProps, "frame" | "source" | "counts" | "edited" | "items" | "next">;

/** Items of a source that wait: new, changed or gone there, or edited here since they were taken. */
export function Review(props: ReviewProps) {
  const { frame, source, counts, edited, items, next } = props;
  const { t } = frame;
  const self = `/admin/directory/sources/${source.id}`;
  const n = edited ?? counts.new + counts.changed + counts.gone;
  const show = edited === null ? "" : "show=edited&";
  return (
    <section aria-labelledby="review-title" id="review">
      <h2 id="review-title">{t(edited === null ? "admin.source.review" : "admin.source.edited")}</h2>
      <p class={n === 0 ? "hint" : ""}>{leadOf(props)}</p>
      {n > 0 && (
        <form class="fields" method="post" action={`${self}/items`}>
          <ol class="list">
            {items.map((item) => (
              <li>
                <Item t={t} item={item} />
              </li>
            ))}
          </ol>
          {next !== null && (
            <p>
              <a href={`${self}?${show}after=${next}#review`}>{t("admin.directory.page_next")}</a>
            </p>
          )}
          {items.some(({ state }) => state === "new") && (
            <fieldset class="field">
              <legend>{t("admin.import.visibility")}</legend>
              {(["counsellors", "public"] as const).map((one) => (
                <label class="check">
                  <input type="radio" name="visibility" value={one} checked={one === "counsellors"} />
                  {t(`admin.import.visibility.${one}`)}
                </label>
              ))}
            </fieldset>
          )}
          <p class="row-of">
            <button type="submit" class="main" name="do" value="take">
              {t("admin.source.take")}
            </button>
            {edited === null && (
              <>
                <button type="submit" class="second" name="do" value="reject">
                  {t("admin.source.reject")}
                </button>
                <button type="submit" class="second" name="do" value="take_all">
                  {t("admin.source.take_all", { n })}
                </button>
              </>
            )}
          </p>
          {edited === null && <p class="hint">{t("admin.source.reject_hint")}</p>}
        </form>
      )}
      <p>
        {edited === null ? (
          <a href={`${self}?show=edited#review`}>{t("admin.source.edited")}</a>
        ) : (
          <a href={`${self}#review`}>{t("admin.source.review")}</a>
        )}
      </p>
    </section>
  );
}

function leadOf({ frame: { t }, counts, edited }: ReviewProps): string {
  if (edited !== null) return t("admin.source.edited_n", { n: edited });
  const { new: fresh, changed, gone, accepted } = counts;
  if (fresh + changed + gone === 0) return t("admin.source.review_none", { taken: accepted });
  return t("admin.source.review_n", { new: fresh, changed, gone });
}

function Item({ t, item }: { t: Translate; item: ShownItem }) {
  const { id, state, name, by, told, odd, serviceId } = item;
  return (
    <div class="review" dir="auto">
      <label class="check">
        <input type="checkbox" name="id" value={id} />
        <span>
          <b>{name}</b>{" "}
          <small>{[t(`admin.source.state.${state}`), by === name ? "" : by].filter(Boolean).join(" · ")}</small>
        </span>
      </label>
      {item.alike && (
        <p class="note warn">
          {t("admin.source.alike")} <a href={`/admin/directory/${item.alike.id}`}>{item.alike.name}</a>
        </p>
      )}
      <AllTold told={told.ways} />
      {told.more.length > 0 && (
        <details>
          <summary class="link">
            {t("admin.entry.details")}
            <span class="sr">{`: ${name}`}</span>
          </summary>
          <AllTold told={told.more} />
        </details>
      )}
      {odd.map(({ host, why }) => (
        <p class="note warn">{t(`admin.source.odd.${why}`, { host })}</p>
      ))}
      {serviceId && (
        <p class="small">
          <a href={`/admin/directory/${serviceId}`}>
            {t("admin.source.here")}
            <span class="sr">{`: ${name}`}</span>
          </a>
        </p>
      )}
      {serviceId && item.differences.length === 0 && <p class="hint">{t("admin.source.same")}</p>}
      <Differences t={t} item={item} />
    </div>
  );
}

function AllTold({ told }: { told: Told[] }) {
  if (told.length === 0) return null;
  return (
    <dl class="about-line">
      {told.map(({ what, said }) => (
        <>
          <dt>{what}</dt>
          <dd class="lines-of">{said}</dd>
        </>
      ))}
    </dl>
  );
}

/** What was changed here stays, unless someone chooses theirs. */
function Differences({ t, item }: { t: Translate; item: ShownItem }) {
  if (item.differences.length === 0) return null;
  return (
    <div class="differences">
      {item.differences.map(({ field, kept, words: { line, both } }) => (
        <div>
          <p>{line}</p>
          {both && (
            <dl class="about-line">
              <dt>{t("admin.source.here")}</dt>
              <dd class="lines-of">{both.ours || "–"}</dd>
              <dt>{t("admin.entry.conflict_theirs")}</dt>
              <dd class="lines-of">{both.theirs || "–"}</dd>
            </dl>
          )}
          {kept && (
            <label class="check">
              <input type="checkbox" name="theirs" value={`${item.id} ${field}`} />
              {t("admin.source.take_theirs")}
              <span class="sr">{`: ${item.name}, ${line}`}</span>
            </label>
          )}
        </div>
      ))}
    </div>
  );
}
