import { spawn } from "node:child_process";
import { connect } from "node:net";

/** Returns ms from the start of the one file to the first byte of the door's page. `dataDir` must hold a helpline already. */
export async function timeToFirstByte(file: string, dataDir: string, port: number): Promise<number> {
  const began = performance.now();
  const child = spawn(file, ["serve", "--port", String(port), "--data-dir", dataDir], { stdio: "ignore" });
  while (child.exitCode === null && !(await firstByte(port))) await Bun.sleep(1);
  if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`);
  const took = performance.now() - began;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
  return took;
}

function firstByte(port: number): Promise<boolean> {
  return new Promise((came) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"));
    socket.once("data", () => {
      socket.destroy();
      came(true);
    });
    socket.once("error", () => came(false));
  });
}
