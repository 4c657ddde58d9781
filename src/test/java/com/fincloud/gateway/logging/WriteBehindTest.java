package com.fincloud.gateway.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WriteBehindTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The other end of the stream, which takes nothing while it is shut. */
    private static final class Reader extends OutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch open;

        Reader(boolean open) {
            this.open = new CountDownLatch(open ? 0 : 1);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            asked.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            synchronized (taken) {
                taken.write(bytes, offset, length);
            }
        }

        String text() {
            synchronized (taken) {
                return taken.toString(UTF_8);
            }
        }
    }

    private final BlockingQueue<Long> losses = new LinkedBlockingQueue<>();

    private AsyncOutput behind(Reader reader) {
        return new AsyncOutput(new PrintStream(reader, false, UTF_8), losses::add);
    }

    private static void write(AsyncOutput stream, String line) {
        byte[] bytes = line.getBytes(UTF_8);
        stream.write(bytes, 0, bytes.length);
    }

    @Test
    void everyLineOfManyThreadsIsWrittenOnceAndInItsThreadsOrder() throws InterruptedException {
        Reader reader = new Reader(true);
        AsyncOutput stream = behind(reader);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "thread " + t + " ";
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    write(stream, name + i + "\n");
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        stream.close(PATIENCE);

        List<String> lines = reader.text().lines().toList();
        assertThat(lines).hasSize(20_000);
        for (int t = 0; t < 4; t++) {
            String name = "thread " + t + " ";
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                wanted.add(name + i);
            }
            assertThat(lines.stream().filter(line -> line.startsWith(name))).isEqualTo(wanted);
        }
        assertThat(losses).isEmpty();
    }

    @Test
    void whoWritesDoesNotWaitForAReaderThatTakesNothing() throws InterruptedException {
        Reader reader = new Reader(false);
        AsyncOutput stream = behind(reader);
        write(stream, "first\n");
        reader.asked.await();

        write(stream, "second\n");
        write(stream, "third\n"); // without a thread that reads, and still here

        reader.open.countDown();
        stream.close(PATIENCE);
        assertThat(reader.text()).isEqualTo("first\nsecond\nthird\n");
    }

    @Test
    void whatFindsNoRoomIsDroppedWholeAndCounted() throws InterruptedException {
        Reader reader = new Reader(false);
        AsyncOutput stream = behind(reader);
        write(stream, "first\n");
        reader.asked.await();
        String large = "x".repeat(AsyncOutput.MAX_BYTES - 6) + "\n";

        write(stream, large);
        write(stream, "no room\n");
        write(stream, "none\n".repeat(2));
        write(stream, "fits\n");
        reader.open.countDown();

        assertThat(losses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
        stream.close(PATIENCE);
        assertThat(reader.text()).isEqualTo("first\n" + large + "fits\n");
        assertThat(losses).isEmpty();
    }

    @Test
    void theLineThatTellsOfALossFindsRoom() throws InterruptedException {
        Reader reader = new Reader(false);
        AsyncOutput[] stream = new AsyncOutput[1]; // which the one that is told has to know
        stream[0] = new AsyncOutput(new PrintStream(reader, false, UTF_8), lost -> {
            losses.add(lost);
            write(stream[0], "lost " + lost + "\n");
        });
        write(stream[0], "first\n");
        reader.asked.await();
        String full = "x".repeat(AsyncOutput.MAX_BYTES - 1) + "\n";

        write(stream[0], full);
        write(stream[0], "no room\n");
        reader.open.countDown();

        assertThat(losses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        stream[0].close(PATIENCE);
        assertThat(reader.text()).isEqualTo("first\n" + full + "lost 1\n");
    }

    @Test
    void theEndWaitsForAReaderThatTakesNothingNoLongerThanItsTime() throws InterruptedException {
        Reader reader = new Reader(false);
        AsyncOutput stream = behind(reader);
        write(stream, "first\n");
        reader.asked.await();

        stream.close(Duration.ofMillis(20));

        assertThat(reader.text()).isEmpty();
        reader.open.countDown();
    }
}
