// Clients that keep a WebSocket open each: when one ends, its client notes the code and connects to the next gateway. A line of input
// ends all of them; then the tally is written.
const WebSocket = require('ws');
const [count, token, ...ports] = process.argv.slice(2);
const tally = { opened: 0, echoes: 0, refused: 0, codes: {} };
let ending = false;

function connect(number) {
  const socket = new WebSocket(`ws://127.0.0.1:${ports[number % ports.length]}/live/x`, {
    headers: { authorization: `Bearer ${token}` },
  });
  let open = false;
  let timer;
  socket.on('open', () => {
    open = true;
    tally.opened++;
    timer = setInterval(() => socket.send('tick'), 50);
  });
  socket.on('message', () => tally.echoes++);
  socket.on('error', () => {});
  socket.on('close', (code) => {
    clearInterval(timer);
    if (open) tally.codes[code] = (tally.codes[code] || 0) + 1;
    else tally.refused++;
    if (!ending) setTimeout(() => connect(number + 1), 50);
  });
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
}
const sockets = new Set();
for (let i = 0; i < Number(count); i++) connect(i);
setInterval(() => console.log(`open ${[...sockets].filter((s) => s.readyState === 1).length} ${tally.echoes}`), 100);
process.stdin.once('data', () => {
  ending = true;
  sockets.forEach((socket) => socket.close(1000));
  setTimeout(() => {
    console.log(`tally ${JSON.stringify(tally)}`);
    process.exit(0);
  }, 1000);
});
