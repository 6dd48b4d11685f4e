// TLS in front of a Porchlight, as its reverse proxy does, in its own process. Arguments: key file, certificate file, port of
// Porchlight, addresses, ports; a port with “!” answers every WebSocket with a redirect, as filters of some schools do.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

const [key = "", cert = "", target = "", addresses = "", ports = ""] = process.argv.slice(2);
const redirect = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/** A connection to Porchlight that closes after so long in silence was only idle. */
const idleMs = 5_000;

/** Like a proxy it keeps a browser's connection when Porchlight closes the idle one behind it, and opens another. */
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
    // A request without its answer is not idle.
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
