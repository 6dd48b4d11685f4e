import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { binary } from "#tests/support/outside/binary.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { helpAddress, host, origin } from "./addresses.ts";

const welcome = /\/staff\/welcome\/\S+(?=\s)/;

type Doors = Record<"socket" | "poll" | "forms", number>;

export interface House {
  program: string;
  /** Porchlight itself, without TLS. */
  port: number;
  /** One port for each way of chatting; `poll` lets no WebSocket through. */
  doors: Doors;
  /** The same behind Caddy, with HTTP/2; null = no Caddy here. */
  caddy: Doors | null;
  /** A port that takes connections and says nothing, so the page before stays. */
  elsewhere: number;
  folder: string;
  first: string;
  /** Address that makes one more account. */
  invitation(): Promise<string>;
  stop(): void;
}

/** Starts them; `inNamespace` also opens the door on the line. Throws if one does not open. */
export async function openHouse(inNamespace: boolean): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-first-visit-"));
  const running: ChildProcess[] = [];
  const stop = () => {
    for (const child of running) child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await start(inNamespace, folder, running, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

async function start(inNamespace: boolean, folder: string, running: ChildProcess[], stop: () => void): Promise<House> {
  const [port, socket, poll, forms, elsewhere] = (await Promise.all(Array.from({ length: 5 }, freePort))) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    PORT: String(port),
    DATA_DIR: join(folder, "data"),
    PUBLIC_ADDRESS: origin,
  };
  const program = binary();
  const serve = spawn(program, ["serve"], { env, cwd: folder });
  running.push(serve);
  const said = await says(serve, welcome);

  const [key, cert] = [join(folder, "door.key"), join(folder, "door.pem")];
  makeCertificate(key, cert);
  const addresses = inNamespace ? `127.0.0.1,${helpAddress}` : "127.0.0.1";
  const door = fileURLToPath(new URL("door.ts", import.meta.url));
  const arguments_ = [door, key, cert, String(port), addresses, `${socket},${poll}!,${forms}`];
  const tls = spawn(process.execPath, [...process.execArgv, ...arguments_]);
  running.push(tls);
  await says(tls, /open/);
  const caddy = Bun.which("caddy") ? await startCaddy(folder, running, { port, key, cert, addresses }) : null;
  const closeElsewhere = await openElsewhere(elsewhere, addresses.split(","));

  return {
    program: `${basename(program)} serve`,
    port,
    doors: { socket, poll, forms },
    caddy,
    elsewhere,
    folder,
    first: said,
    invitation: () => says(spawn(program, ["staff", "link", "--roles", "counsellor"], { env }), welcome),
    stop: () => {
      closeElsewhere();
      stop();
    },
  };
}

function says(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((heard, failed) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk;
      const found = wanted.exec(said);
      if (found) heard(found[0]);
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`${child.spawnargs.join(" ")} ended with ${code}: ${said}`)));
  });
}

/** Like certificates on the web but self-signed, so a browser must be told to take it. */
function makeCertificate(key: string, cert: string) {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-subj", "/CN=chat.test", "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
}

async function openElsewhere(port: number, addresses: string[]): Promise<() => void> {
  const held = new Set<Socket>();
  const servers = addresses.map((address) => ({
    address,
    server: createServer((socket) => {
      held.add(socket.on("error", () => held.delete(socket)));
    }),
  }));
  for (const { address, server } of servers) await new Promise<void>((open) => server.listen(port, address, open));
  return () => {
    for (const { server } of servers) server.close();
    for (const socket of held) socket.destroy();
  };
}

interface Behind {
  port: number;
  key: string;
  cert: string;
  addresses: string;
}

/** Caddy as in deploy/, with our certificate; before `poll` a filter redirects every WebSocket. */
async function startCaddy(folder: string, running: ChildProcess[], behind: Behind): Promise<Doors> {
  const [socket, poll, forms] = (await Promise.all(Array.from({ length: 3 }, freePort))) as [number, number, number];
  const site = (port: number, more = "") => `https://${host}:${port} {
  bind ${behind.addresses.replace(",", " ")}
  tls ${behind.cert} ${behind.key}
  ${more}
  reverse_proxy 127.0.0.1:${behind.port} {
    header_up -X-Forwarded-For
  }
}
`;
  const filter = "@socket header Upgrade websocket\n  redir @socket / 302";
  const whole = "{\n  admin off\n  auto_https off\n  servers {\n    protocols h1 h2\n  }\n}\n";
  const config = join(folder, "Caddyfile");
  writeFileSync(config, whole + site(socket) + site(poll, filter) + site(forms));
  const env = { PATH: process.env.PATH, HOME: folder };
  const child = spawn("caddy", ["run", "--adapter", "caddyfile", "--config", config], { env, cwd: folder });
  running.push(child);
  await says(child, /serving initial configuration/);
  return { socket, poll, forms };
}
