import type { Role } from "#src/events.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { LanguageChecks } from "#views/parts/fields/language-fields.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused, wrongOf } from "#views/parts/told/problems.tsx";
import { Done, Saved } from "#views/parts/told/saved.tsx";
import { History } from "../history.tsx";
import { OneTimeLink } from "./one-time-link.tsx";
import { type LeadReads, RoleChecks } from "./staff.tsx";

export interface MemberPageProps {
  frame: StaffFrame;
  person: { id: number; alias: string; realName: string; signInName: string; createdAt: number; closed: boolean };
  /** They can be written to; only they see where. */
  hasAddress: boolean;
  own: boolean;
  roles: Role[];
  chosen: { roles: readonly string[]; languages: readonly string[]; maxChats: number | null };
  chats: { usual: number; most: number };
  errors: Partial<Record<"roles" | "languages" | "real_name" | "name", string>>;
  typed: { realName: string; signInName: string };
  refused: string | null;
  late: Late | null;
  changes: ShownChange[];
  /** Newest change when the page was drawn; 0 = none. */
  basedOn: number;
  saved: number | null;
  named: boolean;
  /** A link for a new password, shown only once. */
  password: { link: string; matrix: boolean[][]; isHere: boolean; hours: number } | null;
  /** With a new password no one could open ended chats any more. */
  isLastHolder: boolean;
  sessions: number;
  hasSecond: boolean;
  /** Number of chats that just kept the account from being closed. */
  talks: number;
  /** `off`: ms UTC. `isOwn`: set by the reader or no one; others stay untold. null = they take no chats, or are the reader. */
  newChats: { off: number | null; isOwn: boolean } | null;
  leads: Omit<LeadReads, "zone">;
  onlyServes: string[];
  zone: string;
}

/** A member of staff: what they may do, their password, and closing the account. */
export function MemberPage(props: MemberPageProps) {
  const { frame, person, own, roles, chosen, errors, refused, late, basedOn, saved, zone, changes } = props;
  const { t } = frame;
  const path = `/admin/staff/${person.id}`;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet
      frame={frame}
      title={person.alias}
      here="staff"
      wrong={isRefused({ wrong: wrong.size, refused, late })}
      copies
    >
      <p>
        <a href="/admin/staff">{t("staff.nav.staff")}</a>
      </p>
      <div class="title-row">
        <h1>{person.alias}</h1>
        <p class="soft">{t("admin.member.about", { name: person.realName, sign_in: person.signInName })}</p>
      </div>
      {!person.closed && (
        <p class="hint">
          {t(props.hasAddress ? "admin.member.address_yes" : "admin.member.address_no", { alias: person.alias })}
        </p>
      )}
      <Saved t={t} saved={saved} />
      {props.named && <Done words={t("admin.form.saved")} />}
      <TooLate t={t} zone={zone} late={late} look={path} />
      <Refused sentence={refused} />
      {props.talks > 0 && <CloseAtOnce {...props} />}
      <Problems t={t} wrong={wrong} />
      {person.closed && (
        <section class="once" aria-label={t("admin.member.did.closed")}>
          <p>{t("admin.member.closed_hint", { alias: person.alias })}</p>
          <CloseForm {...props} closed="no" button={t("admin.member.reopen")} />
        </section>
      )}
      <form class="fields" method="post" action={path} novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <RoleChecks
          frame={frame}
          roles={roles}
          chosen={chosen.roles}
          legend={t(own ? "admin.staff.roles" : "admin.staff.roles")}
          error={errors.roles}
          lead={{ ...props.leads, zone }}
        />
        <LanguageChecks
          legend={t(own ? "session.field.languages" : "admin.member.languages")}
          hint={t(own ? "session.hint.languages" : "admin.member.languages_hint")}
          chosen={chosen.languages}
          error={errors.languages}
        />
        <ChatsMost {...props} />
        <button type="submit" class="main">
          {t("admin.form.save")}
        </button>
      </form>
      <Names {...props} />
      {!person.closed && (
        <>
          {props.newChats !== null && <NewChats {...props} newChats={props.newChats} />}
          {!own && props.chosen.roles.some((role) => role === "counsellor" || role === "supervisor") && (
            <p>
              <a href={`/staff/learning/${person.id}`}>{t("staff.learning.title")}</a>
            </p>
          )}
          <PasswordLink {...props} />
          <SecondStep {...props} />
          {!own && <SignedIn {...props} />}
          <Close {...props} />
        </>
      )}
      <History
        t={t}
        zone={zone}
        changes={changes}
        saved={saved}
        undo={{ action: `${path}/undo` }}
        none={t("admin.entry.history_none")}
      />
      <p class="soft small">{t("admin.member.joined", { when: t.dateTime(person.createdAt, zone) })}</p>
    </StaffSheet>
  );
}

/** Someone who takes no one now keeps their maximum for when they do. */
function ChatsMost({ frame: { t }, chosen, chats }: MemberPageProps) {
  const own = Array.from({ length: chats.most }, (_, n) => n + 1);
  return (
    <div class="field">
      <label for="chats_most">{t("admin.member.chats_most")}</label>
      <p class="hint" id="chats_most-hint">
        {t("admin.member.chats_most_hint")}
      </p>
      <select id="chats_most" name="chats_most" aria-describedby="chats_most-hint">
        <option value="" selected={chosen.maxChats === null}>
          {t("admin.member.chats_most.as_all", { n: chats.usual })}
        </option>
        {own.map((n) => (
          <option value={n} selected={chosen.maxChats === n}>
            {t.number(n)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** They cannot change these names themselves. */
function Names({ frame: { t }, person, typed, errors }: MemberPageProps) {
  return (
    <details class="group" id="names" open={Boolean(errors.real_name ?? errors.name)}>
      <summary>
        <b>{t("admin.member.names")}</b>
      </summary>
      <form class="fields group-fields" method="post" action={`/admin/staff/${person.id}/names`} novalidate>
        <TextField
          name="real_name"
          label={t("admin.staff.real_name")}
          hint={t("admin.member.names_hint")}
          error={errors.real_name}
          value={typed.realName}
          autocomplete="off"
        />
        <TextField
          name="name"
          label={t("session.field.name")}
          error={errors.name}
          value={typed.signInName}
          autocomplete="off"
          exact
        />
        <div>
          <button type="submit" class="second">
            {t("admin.form.save")}
          </button>
        </div>
      </form>
    </details>
  );
}

function PasswordLink({ frame: { t }, person, password, own, isLastHolder }: MemberPageProps) {
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{t("session.field.password")}</h2>
      {own ? (
        <p>
          <a href="/staff/me">{t("admin.member.password_own")}</a>
        </p>
      ) : (
        <>
          {password && (
            <OneTimeLink t={t} {...password}>
              <p>{t("admin.member.password_once", { alias: person.alias, hours: password.hours })}</p>
            </OneTimeLink>
          )}
          {isLastHolder && <p class="note warn">{t("admin.member.password_last_holder", { alias: person.alias })}</p>}
          <p class="hint">{t("admin.member.password_hint", { alias: person.alias })}</p>
          <form method="post" action={`/admin/staff/${person.id}/password`}>
            <button type="submit" class="second">
              {t("admin.invite.button")}
            </button>
          </form>
        </>
      )}
    </section>
  );
}

/** The reader can lift only what they set themselves. */
function NewChats({
  frame: { t },
  person,
  newChats,
  zone,
}: MemberPageProps & { newChats: { off: number | null; isOwn: boolean } }) {
  const { id, alias } = person;
  const { off, isOwn } = newChats;
  return (
    <section aria-labelledby="new-chats">
      <h2 id="new-chats">{t("staff.new_chats.title")}</h2>
      <p class="hint">{t("admin.member.new_chats.hint", { alias })}</p>
      {off !== null && <p>{t("admin.member.new_chats.since", { alias, when: t.dateTime(off, zone) })}</p>}
      {off !== null && !isOwn && <p class="hint">{t("error.new_chats_other")}</p>}
      <form method="post" action="/staff/new-chats">
        <input type="hidden" name="staff" value={id} />
        <input type="hidden" name="from" value="member" />
        <button type="submit" class="second" name="takes" value={isOwn ? "yes" : "no"}>
          {t(isOwn ? "staff.new_chats.lift" : "staff.new_chats.off", { alias })}
        </button>
      </form>
    </section>
  );
}

/** For someone who lost both phone and codes, and cannot get in by themselves. */
function SecondStep({ frame: { t }, person, hasSecond, own }: MemberPageProps) {
  return (
    <section aria-labelledby="second-title">
      <h2 id="second-title">{t("session.second.title")}</h2>
      {hasSecond ? (
        <>
          <p>{t("admin.member.second_has")}</p>
          {own ? (
            <p>
              <a href="/staff/me/second">{t("session.second.look")}</a>
            </p>
          ) : (
            <>
              <p class="hint">{t("admin.member.second_hint", { alias: person.alias })}</p>
              <form method="post" action={`/admin/staff/${person.id}/second-off`}>
                <button type="submit" class="second">
                  {t("admin.member.second_off")}
                </button>
              </form>
            </>
          )}
        </>
      ) : (
        <p>{t("admin.member.second_none")}</p>
      )}
    </section>
  );
}

/** For someone who lost a phone on which they are signed in. */
function SignedIn({ frame: { t }, person: { id, alias }, sessions }: MemberPageProps) {
  return (
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t("admin.member.sessions")}</h2>
      <p>{t("admin.member.sessions_open", { n: sessions })}</p>
      {sessions > 0 && (
        <>
          <p class="hint">{t("admin.member.sessions_hint", { alias })}</p>
          <form method="post" action={`/admin/staff/${id}/sessions`}>
            <button type="submit" class="second">
              {t("admin.member.sessions_end")}
            </button>
          </form>
        </>
      )}
    </section>
  );
}

function Close(props: MemberPageProps) {
  const { frame, person, own, onlyServes } = props;
  const { t } = frame;
  const { alias } = person;
  return (
    <details class="group" id="close">
      <summary>
        <b>{t("admin.member.close")}</b>
      </summary>
      <div class="group-fields">
        <p>{t(own ? "admin.member.close_own_means" : "admin.member.close_means", { alias })}</p>
        {onlyServes.map((line) => (
          <p class="loss">{t("admin.member.only_serves", { alias, line })}</p>
        ))}
        <CloseForm {...props} closed="yes" button={t("admin.member.close")} />
      </div>
    </details>
  );
}

function CloseAtOnce(props: MemberPageProps) {
  const { frame, person, talks: n } = props;
  const { t } = frame;
  return (
    <section class="once" id="close-at-once">
      <p>{t("admin.member.close_now_means", { alias: person.alias, n })}</p>
      <CloseForm {...props} closed="yes" sure button={t("admin.member.close_now", { n })} />
    </section>
  );
}

function CloseForm(props: MemberPageProps & { closed: "yes" | "no"; sure?: boolean; button: string }) {
  const { person, basedOn, closed, sure, button } = props;
  return (
    <form method="post" action={`/admin/staff/${person.id}/close`}>
      <input type="hidden" name="based_on" value={String(basedOn)} />
      {sure && <input type="hidden" name="sure" value="yes" />}
      <button type="submit" class={closed === "yes" ? "second" : "main"} name="closed" value={closed}>
        {button}
      </button>
    </form>
  );
}
