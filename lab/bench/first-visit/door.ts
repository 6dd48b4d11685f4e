// Speaks TLS in front of a Porchlight, as its reverse proxy does, in a process of its own.
// Arguments: key file, certificate file, port of Porchlight, addresses to listen on, ports; a port followed by “!” answers
// every WebSocket with a redirect, as the filters of some schools do.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

const [key = "", cert = "", target = "", addresses = "", ports = ""] = process.argv.slice(2);
const redirect = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/** After this long without a word either way a connection to Porchlight that closes was only idle, ms. */
const idleMs = 5_000;

/** One connection of a browser. Like a proxy it keeps it when Porchlight closes the idle one behind it, and opens anew. */
function carry(near: TLSSocket, sockets: boolean) {
  let far: Socket | null = null;
  let answered = { at: 0, upgrade: false };
  const behind = () => {
    const made = connect(Number(target), "127.0.0.1").setNoDelay(true);
    made.on("data", (bytes) => {
      answered = { at: performance.now(), upgrade: answered.upgrade };
      if (!near.destroyed) near.write(bytes);
    });
    made.on("error", () => near.destroy());
    made.on("close", () => {
      if (far === made) far = null;
      const idle = answered.at > 0 && !answered.upgrade && performance.now() - answered.at > idleMs;
      if (!idle) near.end();
    });
    return made;
  };
  near.setNoDelay(true);
  near.on("data", (bytes) => {
    const upgrade = /^GET [^\r]*\r\n(.*\r\n)?upgrade: websocket/is.test(bytes.toString("latin1"));
    if (upgrade && !sockets) return near.end(redirect);
    // Asked and not answered yet is not idle.
    answered = { at: 0, upgrade: answered.upgrade || upgrade };
    far ??= behind();
    far.write(bytes);
  });
  near.on("error", () => far?.destroy());
  near.on("close", () => far?.destroy());
}

const pair = { key: readFileSync(key), cert: readFileSync(cert) };

function open(address: string, port: number, sockets: boolean) {
  const options = { ...pair, minVersion: "TLSv1.3", ALPNProtocols: ["http/1.1"] } as const;
  const server = createServer(options, (near) => carry(near, sockets));
  return new Promise<void>((listening) => server.listen(port, address, listening));
}

for (const address of addresses.split(",")) {
  for (const port of ports.split(",")) await open(address, Number.parseInt(port, 10), !port.endsWith("!"));
}
process.stdout.write("open\n");
