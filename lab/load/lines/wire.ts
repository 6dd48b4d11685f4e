/** Many requests over few kept connections, so lean that the generator is not what is measured. */
interface Wire {
  /** Resolves with status and body, once a connection is free. */
  ask(request: string): Promise<Answer>;
  close(): void;
}

interface Answer {
  status: number;
  body: string;
}

interface Connection {
  socket: Bun.Socket<Connection>;
  heard: string;
  answered: ((answer: Answer) => void) | null;
}

/** Opens connections to a port of this machine; one that breaks ends the run. */
export async function openWire(port: number, connections: number): Promise<Wire> {
  const free: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];
  let closing = false;

  const release = (connection: Connection) => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };

  const open = () =>
    new Promise<Connection>((resolve, reject) => {
      Bun.connect<Connection>({
        hostname: "127.0.0.1",
        port,
        socket: {
          open: (socket) => {
            const connection: Connection = { socket, heard: "", answered: null };
            socket.data = connection;
            resolve(connection);
          },
          data: (socket, bytes) => {
            const connection = socket.data;
            connection.heard += bytes.toString("latin1");
            const answer = complete(connection.heard);
            if (!answer || !connection.answered) return;
            const { answered } = connection;
            connection.heard = "";
            connection.answered = null;
            answered(answer);
            release(connection);
          },
          close: () => {
            if (!closing) throw new Error("the server closed a connection");
          },
          connectError: (_socket, error) => reject(error),
        },
      }).catch(reject);
    });

  free.push(...(await Promise.all(Array.from({ length: connections }, open))));

  const write = (connection: Connection, request: string) =>
    new Promise<Answer>((answered) => {
      connection.answered = answered;
      connection.socket.write(request);
    });

  return {
    ask: (request) => {
      // The longest idle one, since a server closes what no one uses.
      const connection = free.shift();
      if (connection) return write(connection, request);
      return new Promise<Connection>((given) => waiting.push(given)).then((given) => write(given, request));
    },
    close: () => {
      closing = true;
      for (const { socket } of free) socket.end();
    },
  };
}

/** The answer, when all of it is there. */
function complete(heard: string): Answer | null {
  const head = heard.indexOf("\r\n\r\n");
  if (head === -1) return null;
  const status = Number(heard.slice(9, 12));
  const body = heard.slice(head + 4);
  if (status === 204) return { status, body: "" };
  const headers = heard.slice(0, head).toLowerCase();
  const length = /\r\ncontent-length: (\d+)/.exec(headers);
  if (length) return body.length >= Number(length[1]) ? { status, body } : null;
  if (headers.includes("transfer-encoding: chunked")) return body.endsWith("0\r\n\r\n") ? { status, body } : null;
  throw new Error(`an answer without a length: ${headers}`);
}

/** Returns a form POST as a browser sends it, in one piece. */
export function formPost(port: number, path: string, headers: Record<string, string>, body: string): string {
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n` +
    "Accept: */*\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en\r\n" +
    "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36\r\n" +
    `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n${more.join("")}\r\n${body}`
  );
}
