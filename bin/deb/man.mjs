// The man page, made from what `porchlight --help` says. Bun only.
import { processSettings } from "#src/config.ts";
import { command, commandPage, names } from "#src/help.ts";

/** Returns porchlight(1) as roff. `at`: seconds since 1970. */
export function manPage(version, at) {
  const day = new Date(at * 1_000).toISOString().slice(0, 10);
  const commands = names.flatMap((name) => {
    const { short, does, options } = commandPage(name);
    const table = options ? [".PP", ".EX", plain(options), ".EE"] : [];
    return [`.SS "porchlight ${name}"`, plain(`${sentence(short)} ${does}`), ...table];
  });
  const settings = processSettings.flatMap(({ name, meaning, ...one }) => [
    ".TP",
    `.B ${name}`,
    plain(`${meaning} Without it: ${one.without ?? one.default}.`),
  ]);
  return `${[
    `.TH PORCHLIGHT 1 "${day}" "Porchlight ${version}"`,
    ".SH NAME",
    "porchlight \\- chat helpline for young people",
    ".SH SYNOPSIS",
    ".B porchlight",
    ".I command",
    ".RI [ options ]",
    ".SH DESCRIPTION",
    "Runs a chat helpline for young people on one small server, and looks after it.",
    "systemd runs it as the account porchlight. Commands know the same settings, and typed by root they act as that account:",
    ".PP",
    ".EX",
    "sudo porchlight staff link",
    ".EE",
    ".SH COMMANDS",
    ...commands,
    ".SH SETTINGS",
    "In the environment or in /etc/porchlight.conf (PORT=9000), or as options (\\-\\-port 9000).",
    ...settings,
    ".SH FILES",
    ".TP",
    ".I /etc/porchlight.conf",
    "Settings, one to a line, for what systemd starts and for commands, unless another DATA_DIR is named.",
    ".TP",
    ".I /var/lib/porchlight",
    "The data, the master key and the nightly copies.",
    ".TP",
    ".I /usr/share/doc/porchlight/examples/Caddyfile",
    "For the web server Caddy, which holds the certificate.",
    ".SH EXIT STATUS",
    "0: done. 1: it could not be done. 2: the command, an option or a setting was not understood.",
  ].join("\n")}\n`;
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

/** Nothing in it is an instruction to roff, and commands stand as they are typed with the one file. */
function plain(text) {
  return text
    .replaceAll(command(""), "porchlight ")
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(?=[.'])/gm, "\\&");
}
