// Another process that writes into a database without finishing: bun hold.ts FILE MS. Prints "held" when it has it.
import { openConnection } from "#src/db/connection.ts";

const [file = "", ms = "0"] = process.argv.slice(2);
const other = openConnection(file);
other.exec("BEGIN IMMEDIATE");
process.stdout.write("held\n");
await Bun.sleep(Number(ms));
other.exec("ROLLBACK");
other.close();
