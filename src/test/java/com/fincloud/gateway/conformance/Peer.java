package com.fincloud.gateway.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One end of a connection: it plays scripts, and reads messages without mercy for what RFC 9112 does not allow. */
final class Peer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 12_000;

    private final Socket socket;
    private final InputStream in;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Does what the script says; an end that the other side makes ends it too. */
    void play(Script script) {
        try {
            long pace = -1;
            for (Step step : script.steps()) {
                if (step instanceof Step.Pace paced) {
                    pace = paced.millis();
                } else {
                    take(step, pace);
                }
            }
        } catch (IOException e) {
            // the other end has had enough; what it has sent stands to be read
        }
    }

    private void take(Step step, long pace) throws IOException {
        if (step instanceof Step.Send send) {
            send(send.bytes(), pace);
        } else if (step instanceof Step.Forever forever) {
            while (true) {
                send(forever.bytes(), pace);
            }
        } else if (step instanceof Step.Zeros zeros) {
            byte[] block = new byte[1 << 16];
            for (long left = zeros.count(); left > 0; left -= block.length) {
                socket.getOutputStream().write(block, 0, (int) Math.min(left, block.length));
            }
        } else if (step instanceof Step.Until until) {
            readUntil(until.text());
        } else if (step instanceof Step.End) {
            socket.shutdownOutput();
        } else if (step instanceof Step.Reset) {
            socket.setSoLinger(true, 0);
            socket.close();
        } else if (step instanceof Step.Silence) {
            isEnded();
        }
    }

    private void send(byte[] bytes, long pace) throws IOException {
        if (pace < 0) {
            socket.getOutputStream().write(bytes);
            return;
        }
        for (byte octet : bytes) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pace));
            socket.getOutputStream().write(octet);
        }
    }

    private void readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended before '" + text + "': " + read);
            }
            read.append((char) octet);
        }
    }

    /** Waits for the other end to end the connection; false when it sends something, or nothing for too long. */
    boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Reads a message, {@link Message#NONE} when the connection ends before its first byte.
     *
     * @param bodiless whether it has no body whatever its head says
     */
    Message read(boolean bodiless) {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = line(); line != null && !line.isEmpty(); line = line()) {
                lines.add(line);
            }
        } catch (IOException e) {
            if (lines.isEmpty()) {
                return e instanceof java.net.SocketTimeoutException
                        ? new Message("(no answer in time)", List.of(), new byte[0], false)
                        : Message.NONE;
            }
            return new Message(lines.get(0), lines.subList(1, lines.size()), new byte[0], false);
        }
        if (lines.isEmpty()) {
            return Message.NONE;
        }
        Message head = new Message(lines.get(0), lines.subList(1, lines.size()), new byte[0], true);
        return bodiless ? head : body(head);
    }

    private Message body(Message head) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = true;
        try {
            if (head.values("Transfer-Encoding").equals(List.of("chunked"))) {
                readChunks(body);
            } else if (!head.values("Content-Length").isEmpty()) {
                int length = Integer.parseInt(head.values("Content-Length").get(0));
                body.writeBytes(in.readNBytes(length));
                complete = body.size() == length;
            } else if (head.status() > 0) {
                for (int octet = in.read(); octet >= 0; octet = in.read()) {
                    body.write(octet);
                }
            }
        } catch (IOException | NumberFormatException e) {
            complete = false;
        }
        return new Message(head.start(), head.headers(), body.toByteArray(), complete);
    }

    private void readChunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line();
            if (size == null || !size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("no chunk size: " + size);
            }
            int count = Integer.parseInt(size, 16);
            body.writeBytes(in.readNBytes(count));
            if (!"".equals(line())) {
                throw new IOException("no end of a chunk");
            }
            if (count == 0) {
                return;
            }
        }
    }

    /** A line that ends with CR LF, null at the end; a bare CR or LF is neither. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\r'; octet = in.read()) {
            if (octet < 0 && line.size() == 0) {
                return null;
            }
            if (octet < 0 || octet == '\n') {
                throw new IOException("no line: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(octet);
        }
        if (in.read() != '\n') {
            throw new IOException("a bare CR");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
