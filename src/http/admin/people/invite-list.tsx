import { printable } from "#src/conversation/messages/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { uploaded } from "#src/http/admin/hours/hours-file.ts";
import { unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { lastMadeTogether } from "#src/staff/accounts/given-links.ts";
import {
  type Invitee,
  type InviteList,
  inviteAll,
  maxInvite,
  readInviteList,
  textOfList,
  withdrawAll,
  writeInviteList,
} from "#src/staff/accounts/invite-list.ts";
import { InviteListPage, type InviteListProps } from "#views/admin/people/invite-list.tsx";
import { oneTimeLink } from "./staff.tsx";

/** GET /admin/staff/list: the form for inviting many people at once. */
export const inviteListPage: Handle = (c, helpline) => show(c, helpline, { text: "" });

/** POST /admin/staff/list: checks the list; if all is right, `do=make` shows a link for each once, `do=file` gives a file. */
export const takeInviteList: Handle = async (c, helpline) => {
  const file = await uploaded(c);
  const form = await fields(c);
  const read = file ? textOfList(file.bytes) : { text: printable(form.list ?? "") };
  if ("problem" in read) {
    const problems = [{ row: 0, problem: read.problem, part: "" }];
    return show(c, helpline, { text: form.list ?? "", list: { people: [], problems } }, 422);
  }
  const { text } = read;
  const list =
    text.length > maxInvite.bytes
      ? { people: [], problems: [{ row: 0, problem: "too_big" as const, part: "" }] }
      : readInviteList(helpline.db, text);
  const isWrong = list.problems.length > 0;
  // A file is looked at before anything is made from it.
  const makes = !file && !isWrong && (form.do === "make" || form.do === "file");
  if (!makes) return show(c, helpline, { text, list }, isWrong ? 422 : 200);
  const made = await unlessTaken(make(c, helpline, list.people));
  if (made === null) {
    const problems = [{ row: 0, problem: "made_already" as const, part: "" }];
    return show(c, helpline, { text, list: { people: [], problems } }, 422);
  }
  if (form.do === "file") return download(c, made);
  return show(c, helpline, { text: "", made });
};

type Made = { person: Invitee; link: string; id: number }[];

async function make(c: C, helpline: Helpline, people: Invitee[]): Promise<Made> {
  const { id: madeBy } = c.get("member");
  const made = await act(c, helpline.db, inviteAll, { people, madeBy });
  return made.map(({ token, ...rest }) => ({ ...rest, link: oneTimeLink(c, helpline, token).link }));
}

function download(c: C, made: Made): Response {
  return c.body(writeInviteList(made), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="links.csv"',
  });
}

/** POST /admin/staff/list/undo: withdraws the links that were just made. */
export const undoInviteList: Handle = async (c, helpline) => {
  const { link = [] } = await lists(c);
  if (link.length === 0 || link.length > maxInvite.rows || !link.every((one) => /^[1-9]\d{0,8}$/.test(one))) {
    throw new HelplineError("not_found");
  }
  const ids = link.map(Number);
  const used = await act(c, helpline.db, withdrawAll, { ids });
  return show(c, helpline, { text: "", withdrawn: { n: ids.length - used, used } });
};

interface Shown {
  text: string;
  list?: InviteList;
  made?: InviteListProps["made"];
  withdrawn?: InviteListProps["withdrawn"];
}

function show(c: C, helpline: Helpline, { text, list, made, withdrawn }: Shown, status: 200 | 422 = 200): Response {
  const frame = staffFrame(c, helpline);
  const lately = made ? null : lastMadeTogether(helpline.db, c.get("member").id, helpline.clock.now());
  return page(
    c,
    <InviteListPage
      frame={frame}
      text={text}
      list={list ?? null}
      made={made ?? []}
      withdrawn={withdrawn ?? null}
      lately={lately && { ...lately, when: frame.t.dateTime(lately.at, homeZone(helpline.db)) }}
      isHere={oneTimeLink(c, helpline, "x").isHere}
      most={maxInvite.rows}
      hours={oneTimeLink(c, helpline, "x").hours}
    />,
    status,
  );
}
