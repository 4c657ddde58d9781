// A client of the library "ws" that tries what WebSockets can do, and tells the results as "name: result".
const WebSocket = require('ws');
const [url, token] = process.argv.slice(2);
const crypto = require('crypto');

function open(options) {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` }, ...options });
  socket.on('error', (error) => console.log(`error: ${error.message}`));
  return new Promise((resolve) => socket.on('open', () => resolve(socket)));
}
const once = (socket, event) => new Promise((resolve) => socket.once(event, (...values) => resolve(values)));

async function echo(socket, data) {
  const answer = once(socket, 'message');
  socket.send(data);
  const [got] = await answer;
  return Buffer.compare(Buffer.from(data), got) === 0;
}

async function main() {
  const compressed = await open({});
  console.log(`extensions: ${compressed.extensions}`);
  console.log(`compressed text: ${await echo(compressed, 'all work and no play '.repeat(50000))}`);
  console.log(`10 MB compressed: ${await echo(compressed, crypto.randomBytes(10 << 20))}`);
  compressed.close(3001, 'done');
  console.log(`close of the client: ${(await once(compressed, 'close'))[0]}`);

  const plain = await open({ perMessageDeflate: false });
  console.log(`no extensions: ${plain.extensions === ''}`);
  console.log(`10 MB: ${await echo(plain, crypto.randomBytes(10 << 20))}`);
  let answer = once(plain, 'message');
  for (const part of ['a', 'b'.repeat(70000), '', 'c']) plain.send(part, { fin: part === 'c' });
  console.log(`fragments: ${(await answer)[0].toString() === 'a' + 'b'.repeat(70000) + 'c'}`);
  answer = once(plain, 'message');
  plain.send('1', { fin: false });
  plain.ping('within');
  console.log(`pong within a message: ${(await once(plain, 'pong'))[0]}`);
  plain.send('2', { fin: true });
  console.log(`message around it: ${(await answer)[0]}`);
  answer = once(plain, 'ping');
  plain.send('ping me');
  console.log(`ping of the server: ${(await answer)[0]}`);
  answer = once(plain, 'close');
  plain.send('close me');
  const [code, reason] = await answer;
  console.log(`close of the server: ${code} ${reason}`);

  const cut = await open({});
  answer = once(cut, 'close');
  cut.send('cut me');
  console.log(`cut by the server: ${(await answer)[0]}`);
  process.exit(0);
}
main();
