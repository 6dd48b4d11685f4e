import type { Translate } from "#src/i18n/i18n.ts";
import type { Holder } from "#src/staff/keys/team-key.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type Asked, Prove } from "./key-sheet.tsx";

export interface KeysPageProps {
  frame: StaffFrame;
  exists: boolean;
  holders: Holder[];
  /** Holders whose password was set by a link lately: when (ms UTC), and who made it. */
  byLink: Map<number, { at: number; alias: string }>;
  isAdmin: boolean;
  /** Whether the reader may hold it, holds it, and has it open in this session. */
  mayHold: boolean;
  holds: boolean;
  isOpen: boolean;
  /** When the good sheet was made and last seen, and when a newer one was made whose words no one typed (ms UTC). */
  sheet: { good: { madeAt: number; provedAt: number } | null; fresh: number | null; isDue: boolean };
  asked: Asked | null;
  words: [string, string];
  errors: Partial<Record<"password" | "word-0" | "secret", string>>;
  done: "opened" | "given" | "proved" | "used" | "rotated" | null;
  back: "concerns" | "holds" | "";
  zone: string;
}

/** Who can open ended chats, and the sheet of paper for when no one can. */
export function KeysPage(props: KeysPageProps) {
  const { frame, exists, errors, done } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.nav.keys")} here="keys" wrong={Object.keys(errors).length > 0}>
      <SettingsIndex frame={frame} here="keys" />
      <h1>{t("staff.nav.keys")}</h1>
      <p class="lead">{t("admin.keys.lead")}</p>
      {done && <Done words={t(`admin.keys.done.${done}`)} />}
      <Problems t={t} wrong={new Map(Object.entries(errors))} />
      {exists ? <Holders {...props} /> : <p>{t("admin.keys.none")}</p>}
      {exists && <Open {...props} />}
      {exists && <Sheets {...props} />}
      {props.isOpen && <Rotate {...props} />}
      {exists && props.mayHold && (props.sheet.good || props.sheet.fresh) && <Use {...props} />}
    </StaffSheet>
  );
}

function Holders(props: KeysPageProps) {
  const { holders, byLink, isOpen, zone } = props;
  const { t } = props.frame;
  const n = holders.filter(({ since }) => since !== null).length;
  return (
    <section aria-labelledby="holders-title">
      <h2 id="holders-title">{t("admin.keys.holders")}</h2>
      {n < 2 && <p class="note warn">{t("admin.keys.few", { n })}</p>}
      {n === 1 && <Second {...props} />}
      <ul class="list">
        {holders.map((one) => (
          <li>
            <span>
              <b>{one.alias}</b> <span class="soft">{stateOf(t, one, zone)}</span>
              {one.since === null && <ByLink t={t} link={byLink.get(one.staffId)} zone={zone} />}
            </span>
            {one.since === null && one.ready && isOpen && (
              <form method="post" action="/admin/keys/give">
                <button type="submit" class="second" name="staff" value={one.staffId}>
                  {t("admin.keys.give", { alias: one.alias })}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {holders.length === 0 && <p class="soft">{t("admin.keys.no_supervisors")}</p>}
    </section>
  );
}

/** One person holds it alone: says what the reader can do about that. */
function Second({ frame: { t }, holders, holds, isOpen, isAdmin }: KeysPageProps) {
  const others = holders.filter(({ since }) => since === null);
  if (others.length === 0) {
    return (
      <p>
        {t("admin.keys.second.nobody")} {isAdmin && <a href="/admin/staff">{t("staff.nav.staff")}</a>}
      </p>
    );
  }
  if (!others.some(({ ready }) => ready)) return <p>{t("admin.keys.second.not_ready")}</p>;
  if (isOpen) return null;
  return <p>{holds ? t("admin.keys.sheet.open_first") : t("admin.keys.second.ask", { people: held(t, holders) })}</p>;
}

/** Before giving the key to someone, the reader should know that it is them. */
function ByLink({ t, link, zone }: { t: Translate; link: { at: number; alias: string } | undefined; zone: string }) {
  if (!link) return null;
  return <p class="note warn">{t("admin.keys.by_link", { when: t.dateTime(link.at, zone), alias: link.alias })}</p>;
}

function stateOf(t: Translate, { since, ready }: Holder, zone: string): string {
  if (since !== null) return t("admin.keys.since", { when: t.dateTime(since, zone) });
  return t(ready ? "admin.keys.not_given" : "admin.keys.not_ready");
}

function Open({ frame: { t }, mayHold, holds, isOpen, holders, errors, back }: KeysPageProps) {
  if (!mayHold) return null;
  const people = held(t, holders);
  return (
    <section id="open" aria-labelledby="open-title">
      <h2 id="open-title">{t("admin.keys.open")}</h2>
      {isOpen && <p>{t("admin.keys.is_open")}</p>}
      {!holds && people !== "" && <p>{t("admin.keys.ask", { people })}</p>}
      {holds && !isOpen && (
        <form class="fields" method="post" action="/admin/keys/open">
          <p class="hint">{t("admin.keys.open_hint")}</p>
          <input type="hidden" name="back" value={back} />
          <TextField
            name="password"
            label={t("session.field.password")}
            error={errors.password}
            autocomplete="current-password"
            secret
          />
          <div>
            <button type="submit" class="main">
              {t("admin.keys.open_go")}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

const held = (t: Translate, holders: Holder[]) =>
  new Intl.ListFormat(t.language, { type: "disjunction" }).format(
    holders.flatMap(({ alias, since }) => (since === null ? [] : [alias])),
  );

function Sheets(props: KeysPageProps) {
  const { frame, sheet, isOpen, holds, holders, asked, errors, words, zone } = props;
  const { t } = frame;
  const { good, fresh, isDue } = sheet;
  return (
    <section id="sheet" aria-labelledby="sheet-title">
      <h2 id="sheet-title">{t("admin.keys.sheet")}</h2>
      <p>{t("admin.keys.sheet.lead")}</p>
      {good && (
        <p>
          {t("admin.keys.sheet.good", { made: t.dateTime(good.madeAt, zone), seen: t.dateTime(good.provedAt, zone) })}
        </p>
      )}
      {!good && fresh === null && <p class="note warn">{t("admin.keys.sheet.none")}</p>}
      {fresh !== null && <p class="note warn">{t("admin.keys.sheet.fresh", { made: t.dateTime(fresh, zone) })}</p>}
      {isDue && <p class="note warn">{t("admin.keys.sheet.due")}</p>}
      {asked && <Prove t={t} asked={asked} words={words} error={errors["word-0"]} />}
      {isOpen ? (
        <form method="post" action="/admin/keys/sheet" class="row-of">
          <button type="submit" class={good ? "second" : "main"}>
            {t(good || fresh !== null ? "admin.keys.sheet.make" : "admin.keys.sheet.make")}
          </button>
          <p class="hint">{t("admin.keys.sheet.make_hint")}</p>
        </form>
      ) : (
        <p class="soft">{whoMakes(t, holds, held(t, holders))}</p>
      )}
    </section>
  );
}

function whoMakes(t: Translate, holds: boolean, people: string): string {
  if (holds) return t("admin.keys.sheet.open_first");
  return people === "" ? t("admin.keys.sheet.who") : t("admin.keys.sheet.ask", { people });
}

/** For when someone left who may have kept the key. */
function Rotate({ frame: { t } }: KeysPageProps) {
  return (
    <details class="group">
      <summary>
        <b>{t("admin.keys.rotate")}</b>
      </summary>
      <form class="group-fields" method="post" action="/admin/keys/rotate">
        <p>{t("admin.keys.rotate.when")}</p>
        <p>{t("admin.keys.rotate.what")}</p>
        <div>
          <button type="submit" class="second">
            {t("admin.keys.rotate")}
          </button>
        </div>
      </form>
    </details>
  );
}

/** For someone with the sheet and no one to give them the key. */
function Use({ frame: { t }, errors }: KeysPageProps) {
  return (
    <details class="group" open={errors.secret !== undefined}>
      <summary>
        <b>{t("admin.keys.use")}</b>
      </summary>
      <form class="group-fields" method="post" action="/admin/keys/use" autocomplete="off">
        <p>{t("admin.keys.use.lead")}</p>
        <TextField
          name="secret"
          label={t("admin.keys.use.field")}
          hint={t("admin.keys.use.hint")}
          error={errors.secret}
          autocomplete="off"
          secret
        />
        <div>
          <button type="submit" class="second">
            {t("admin.keys.open_go")}
          </button>
        </div>
      </form>
    </details>
  );
}
