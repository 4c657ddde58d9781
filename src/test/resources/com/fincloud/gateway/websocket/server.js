// An echo server of the library "ws", with compression. It tells what it has seen, a line each. SIGTERM closes each WebSocket with 1001.
const { WebSocketServer } = require('ws');
const server = new WebSocketServer({
  port: Number(process.argv[2]),
  host: '127.0.0.1',
  perMessageDeflate: { threshold: 0 },
});
server.on('listening', () => console.log('listening'));
server.on('connection', (socket, request) => {
  console.log(`opened ${request.url} user=${request.headers['x-user-id']} protocols=${socket.protocol}`);
  socket.on('message', (data, binary) => {
    const text = binary || data.length > 100 ? '' : data.toString();
    if (text === 'close me') socket.close(4000, 'as asked');
    else if (text === 'cut me') socket.terminate();
    else if (text === 'ping me') socket.ping('are you there');
    else socket.send(data, { binary });
  });
  socket.on('ping', (data) => console.log(`ping ${data}`));
  socket.on('pong', (data) => console.log(`pong ${data}`));
  socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`));
  socket.on('error', (error) => console.log(`error ${error.message}`));
});
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.clients.forEach((socket) => socket.close(1001, 'restart'));
});
