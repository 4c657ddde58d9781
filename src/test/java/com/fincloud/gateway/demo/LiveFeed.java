package com.fincloud.gateway.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The WebSockets of users who wait for news (RFC 6455). Each piece of news is a text of JSON. */
final class LiveFeed {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8a;

    private final Map<Long, Set<Socket>> listeners = new ConcurrentHashMap<>();

    /** Whether a request's head asks for a WebSocket of this feed. */
    static boolean isWanted(Map<String, String> head) {
        return "websocket".equalsIgnoreCase(head.get("upgrade")) && head.containsKey("sec-websocket-key");
    }

    /** Accepts, and answers pings until the client closes. */
    void serve(Map<String, String> head, Socket socket) throws IOException {
        long user = Long.parseLong(head.getOrDefault("x-user-id", "0"));
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(head.getOrDefault("sec-websocket-key", "")) + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        Set<Socket> own = listeners.computeIfAbsent(user, any -> ConcurrentHashMap.newKeySet());
        own.add(socket);
        try {
            listen(new DataInputStream(socket.getInputStream()), socket);
        } finally {
            own.remove(socket);
        }
    }

    private static void listen(DataInputStream in, Socket socket) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % mask.length];
            }
            boolean closes = (first & 0xf) == (CLOSE & 0xf);
            if (closes || (first & 0xf) == 9) {
                send(socket, closes ? CLOSE : PONG, payload);
            }
            if (closes) {
                return;
            }
        }
    }

    /** Sends news to all WebSockets of a user. */
    void tell(long user, Object news) {
        byte[] text = Json.bytes(news);
        for (Socket socket : listeners.getOrDefault(user, Set.of())) {
            try {
                send(socket, TEXT, text);
            } catch (IOException e) {
                // its own thread notices
            }
        }
    }

    private static void send(Socket socket, int first, byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + (payload.length < 126 ? 2 : 4)];
        frame[0] = (byte) first;
        if (payload.length < 126) {
            frame[1] = (byte) payload.length;
        } else {
            frame[1] = 126;
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        synchronized (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(frame);
            out.flush();
        }
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
