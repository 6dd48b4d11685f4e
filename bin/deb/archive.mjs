// A .deb is an ar archive of two tar archives: https://manpages.debian.org/deb.5. Written here, so that no tool of the machine
// has a say in its bytes: the same files give the same archive everywhere.

const block = 512;

/** Returns a tar archive (ustar) of `{ path, mode, bytes }` as Buffer; without bytes it is a folder. `at`: seconds since 1970. */
export function tar(entries, at) {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const pieces = sorted.flatMap(({ path, mode, bytes }) => {
    if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a .deb.`);
    const content = bytes ?? Buffer.alloc(0);
    return [header(path, mode, bytes, at), content, Buffer.alloc(-content.length & (block - 1))];
  });
  return Buffer.concat([...pieces, Buffer.alloc(2 * block)]);
}

function header(path, mode, bytes, at) {
  const octal = (number, length) => `${number.toString(8).padStart(length - 1, "0")}\0`;
  const head = Buffer.alloc(block);
  const put = (text, offset) => head.write(text, offset, "utf8");
  put(path, 0);
  put(octal(mode, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(bytes?.length ?? 0, 12), 124);
  put(octal(at, 12), 136);
  // The sum counts its own place as spaces.
  put(" ".repeat(8), 148);
  put(bytes ? "0" : "5", 156);
  put("ustar\x0000", 257);
  put("root", 265);
  put("root", 297);
  const sum = head.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

/** Returns an ar archive of `[name, bytes]` as Buffer, in their order. `at`: seconds since 1970. */
export function ar(members, at) {
  const pieces = members.flatMap(([name, bytes]) => {
    const columns = [name.padEnd(16), String(at).padEnd(12), "0".padEnd(6), "0".padEnd(6), "100644".padEnd(8)];
    const head = `${columns.join("")}${String(bytes.length).padEnd(10)}\`\n`;
    return [Buffer.from(head), bytes, Buffer.from(bytes.length % 2 === 1 ? "\n" : "")];
  });
  return Buffer.concat([Buffer.from("!<arch>\n"), ...pieces]);
}
