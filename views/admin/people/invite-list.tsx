import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { Invitee, InviteList, InviteProblem } from "#src/staff/accounts/invite-list.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { roleNames } from "#views/parts/fields/roles.ts";
import { Copied } from "#views/parts/told/copied.tsx";
import { Done } from "#views/parts/told/saved.tsx";

export interface InviteListProps {
  frame: StaffFrame;
  text: string;
  /** null = not looked at yet. */
  list: InviteList | null;
  /** Links just made, shown only once. */
  made: { person: Invitee; link: string; id: number }[];
  lately: { ids: number[]; people: string[]; when: string } | null;
  withdrawn: { n: number; used: number } | null;
  /** The links work on this computer only. */
  isHere: boolean;
  /** Most people in a list. */
  most: number;
  hours: number;
}

/** Invites many people at once: a list, what it says, and a link for each. */
export function InviteListPage(props: InviteListProps) {
  const { frame, list, made, withdrawn } = props;
  const { t } = frame;
  const isWrong = list !== null && list.problems.length > 0;
  return (
    <StaffSheet frame={frame} title={t("admin.invite_list.title")} here="staff" wrong={isWrong} copies>
      <p>
        <a href="/admin/staff">{t("staff.nav.staff")}</a>
      </p>
      <h1>{t("admin.invite_list.title")}</h1>
      {withdrawn && <Done words={t("admin.invite_list.withdrawn", withdrawn)} />}
      {made.length > 0 && <Made {...props} />}
      {props.lately && <Lately t={t} {...props.lately} />}
      {list && isWrong && <Wrong t={t} problems={list.problems} />}
      <form class="fields" method="post" action="/admin/staff/list" enctype="multipart/form-data">
        <div class="field">
          <label for="list">{t("admin.invite_list.field")}</label>
          <p class="hint" id="list-hint">
            {t("admin.invite_list.hint", { most: props.most })}
          </p>
          <textarea id="list" name="list" rows={8} spellcheck={false} aria-describedby="list-hint">
            {props.text}
          </textarea>
        </div>
        <div class="field">
          <label for="upload">{t("admin.invite_list.file")}</label>
          <input type="file" id="upload" name="upload" accept=".csv,.txt,text/csv" />
        </div>
        {list && list.people.length > 0 && <People t={t} people={list.people} />}
        <div class="row-of">
          <button type="submit" class={list && !isWrong ? "second" : "main"} name="do" value="look">
            {t("admin.hours.preview_button")}
          </button>
          {list && !isWrong && (
            <>
              <button type="submit" class="main" name="do" value="make">
                {t("admin.invite_list.make", { n: list.people.length })}
              </button>
              <button type="submit" class="second" name="do" value="file">
                {t("admin.invite_list.make_file")}
              </button>
              <p class="hint">{t("admin.invite_list.file_back")}</p>
            </>
          )}
        </div>
      </form>
    </StaffSheet>
  );
}

function Wrong({ t, problems }: { t: Translate; problems: InviteProblem[] }) {
  return (
    <div class="error" role="alert">
      <div>
        <p data-refused="">{t("admin.invite_list.wrong")}</p>
        <ul>
          {problems.map(({ row, problem, part }) => (
            <li>
              {row > 0 && <b>{t("admin.import.row", { row })} </b>}
              {t(`admin.invite_list.problem.${problem}`, { part })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function People({ t, people }: { t: Translate; people: Invitee[] }) {
  return (
    <table class="table">
      <caption class="sr">{t("admin.hours.preview_button")}</caption>
      <PersonHead t={t} />
      <tbody>
        {people.map((person) => (
          <tr>
            <Person t={t} person={person} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PersonHead({ t, link = false }: { t: Translate; link?: boolean }) {
  return (
    <thead>
      <tr>
        <th scope="col">{t("admin.staff.real_name")}</th>
        <th scope="col">{t("session.field.alias")}</th>
        <th scope="col">{t("admin.staff.roles")}</th>
        <th scope="col">{t("admin.entry.languages")}</th>
        {link && <th scope="col">{t("admin.invite.link")}</th>}
      </tr>
    </thead>
  );
}

function Person({ t, person }: { t: Translate; person: Invitee }) {
  return (
    <>
      <th scope="row" dir="auto">
        {person.name}
      </th>
      <td data-label={t("session.field.alias")} dir="auto">
        {person.alias || <span class="soft">{t("admin.invite_list.own_choice")}</span>}
      </td>
      <td data-label={t("admin.staff.roles")}>{roleNames(t, person.roles)}</td>
      <td data-label={t("admin.entry.languages")}>
        {person.languages.length > 0 ? (
          person.languages.map((one) => languageNames[one]).join(", ")
        ) : (
          <span class="soft">{t("admin.invite_list.own_choice")}</span>
        )}
      </td>
    </>
  );
}

function Made({ frame: { t }, made, hours, isHere }: InviteListProps) {
  return (
    <section class="once" aria-labelledby="made-title">
      <h2 id="made-title">{t("admin.invite_list.made", { n: made.length })}</h2>
      <p>{t("admin.invite_list.once", { hours })}</p>
      {isHere && <p class="note warn">{t("admin.open.step.rehearsal.here")}</p>}
      <table class="table">
        <caption class="sr">{t("admin.invite_list.title")}</caption>
        <PersonHead t={t} link />
        <tbody>
          {made.map(({ person, link, id }) => (
            <tr>
              <Person t={t} person={person} />
              <td data-label={t("admin.invite.link")}>
                <Copied t={t}>
                  <input id={`link-${id}`} readonly value={link} dir="ltr" aria-label={person.name} />
                </Copied>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <TakeBack t={t} ids={made.map(({ id }) => id)} />
    </section>
  );
}

/** A saved file has no page of its own on which to take its links back. */
function Lately({ t, ids, people, when }: { t: Translate } & NonNullable<InviteListProps["lately"]>) {
  return (
    <section aria-labelledby="lately-title">
      <h2 id="lately-title">{t("admin.invite_list.lately", { n: ids.length, when })}</h2>
      <p dir="auto">{new Intl.ListFormat(t.language).format(people)}</p>
      <TakeBack t={t} ids={ids} />
    </section>
  );
}

function TakeBack({ t, ids }: { t: Translate; ids: number[] }) {
  return (
    <details class="ask">
      <summary class="second">{t("admin.invite_list.undo")}</summary>
      <form method="post" action="/admin/staff/list/undo">
        <p>{t("admin.invite_list.undo_means")}</p>
        {ids.map((id) => (
          <input type="hidden" name="link" value={String(id)} />
        ))}
        <button type="submit" class="second">
          {t("admin.invite_list.undo")}
        </button>
      </form>
    </details>
  );
}
