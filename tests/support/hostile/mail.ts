import { newestServerChange, setMailServer } from "#src/mail/server.ts";
import { act } from "#tests/support/house/http.ts";
import { serverAt } from "#tests/support/outside/post.ts";
import { type Fields, type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of the mail server. Written from the design, not from the code.

const aino = (path: string, more: Pick<HostileForm, "honest" | "right" | "changes"> & Partial<HostileForm>) => ({
  path,
  who: "aino" as const,
  stage: "waiting" as const,
  ...more,
});

/** Nothing listens at the port of discarding. */
const isSet = ({ line }: Scene) => act(line, line.aino, (tx, emit) => setMailServer(tx, emit, { server: serverAt(9) }));

/** Nobody changes the server of a scene twice: this is the one change of `isSet`, as the audit trail calls it. */
async function changeOfServer(): Promise<string> {
  const at = await scene();
  await noorComes(at, "waiting");
  await isSet(at);
  return String(newestServerChange(at.line.helpline.db));
}

/** No server was set yet. */
const nothingSeen = "0";

const server = (): Fields => ({
  based_on: nothingSeen,
  host: "smtp.example.org",
  port: "587",
  security: "starttls",
  login: "lantern",
  password: "hush",
  sender: "noreply@example.org",
  name: "Lantern",
});

const isShort = (text = "") => text.trim().length <= 200 && !/\p{Cc}/u.test(text.trim());
const isPassword = (text = "") => text.length <= 200 && !/\p{Cc}/u.test(text);
const isAddress = (text = "") => {
  const [local = "", domain = "", ...more] = text.trim().split("@");
  const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) && local.length <= 64;
  return (
    more.length === 0 &&
    atoms &&
    !local.includes("=?") &&
    /^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(domain) &&
    text.trim().length <= 254
  );
};

function mayStand({
  based_on,
  host = "",
  port = "",
  security = "",
  login,
  password,
  sender,
  name = "",
}: Fields): boolean {
  const isHost =
    /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(host.trim()) && host.trim().length <= 253 && !/\.\d+$/.test(host);
  const isPort =
    /^\d{1,5}$/.test(port.trim()) &&
    ([25, 26, 465, 587].includes(Number(port)) || (Number(port) > 1023 && Number(port) <= 65_535));
  const isName = /[\p{L}\p{N}]/u.test(name) && name.trim().length <= 60 && !/[\p{Cc}<>"@,;:\\]|[‪-‮⁦-⁩]/u.test(name.trim());
  const isSafe = ["starttls", "tls"].includes(security) || (security === "none" && host.trim() === "localhost");
  const hasPassword = (login ?? "").trim() === "" || (password ?? "") !== "";
  const words = isShort(login) && isPassword(password) && hasPassword && isAddress(sender) && isName;
  return based_on === nothingSeen && isHost && isPort && isSafe && words;
}

export async function mailForms(): Promise<HostileForm[]> {
  const change = await changeOfServer();
  return [
    aino("/admin/mail", { honest: server, right: mayStand, changes: ["mail_server"] }),
    aino("/admin/mail/remove", {
      honest: () => ({ based_on: change }),
      right: (fields) => fields.based_on === change,
      changes: ["mail_server"],
      arrange: isSet,
    }),
    aino("/admin/mail/test", {
      honest: () => ({ address: "aino@example.org" }),
      right: ({ address }) => isAddress(address),
      changes: ["mail", "mail_wrap"],
      arrange: isSet,
    }),
    aino("/admin/mail/undo", {
      honest: () => ({ change, based_on: change }),
      right: (fields) => fields.change === change && fields.based_on === change,
      changes: ["mail_server"],
      arrange: isSet,
    }),
  ];
}
