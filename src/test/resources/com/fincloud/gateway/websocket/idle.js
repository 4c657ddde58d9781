// Clients that keep a WebSocket open each and send nothing. The number of open ones is written every 200 ms.
const WebSocket = require('ws');
const [url, count, token] = process.argv.slice(2);
let open = 0;
let begun = 0;

function connect() {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` }, perMessageDeflate: false });
  socket.on('open', () => {
    open++;
    if (begun < Number(count)) next();
  });
  socket.on('error', (error) => console.log(`error ${error.message}`));
  socket.on('close', () => open--);
}
function next() {
  begun++;
  connect();
}
for (let i = 0; i < 20; i++) next();
setInterval(() => console.log(`open ${open}`), 200);
