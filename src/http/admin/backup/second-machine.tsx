import { letMachine, removeMachine } from "#src/backup/standby/machines.ts";
import { HelplineError } from "#src/errors.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, fields, type Handle } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import { showBackup } from "./backup.tsx";

/** POST /admin/backup/machines: lets a second machine fetch copies, and shows its token, this once. */
export const addMachine: Handle = async (c, helpline) => {
  const { name: given = "" } = await fields(c);
  const name = withoutMisleading(given).replace(/\s+/g, " ").trim();
  try {
    const token = await act(c, helpline.db, letMachine, { name });
    return showBackup(c, helpline, { made: { name, token, commands: commandsFor(ownOrigin(c, helpline.config)) } });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "name") throw error;
    const { t } = staffFrame(c, helpline);
    return showBackup(c, helpline, { typed: given, wrong: t(error.key, error.values), status: 422 });
  }
};

/** POST /admin/backup/machines/:id/remove */
export const removeThisMachine: Handle = async (c, helpline) => {
  await act(c, helpline.db, removeMachine, { machineId: idOf(c.req.param("id")) });
  return c.redirect("/admin/backup", 303);
};

/** What is typed on the second machine: to fetch a copy, and to keep on. */
function commandsFor(origin: string): [string, string] {
  return [`sudo porchlight fetch-backups ${origin}`, "sudo systemctl enable --now porchlight-standby"];
}
