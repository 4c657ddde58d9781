package com.fincloud.gateway.ratelimit.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IntQueueTest {

    private static final String SEED = "20261127";

    private final ChunkPool spare = new ChunkPool(20);

    @Property(tries = 300, seed = SEED)
    void whateverIsAddedAndRemovedEachHoldsWhatAListWouldHold(@ForAll long seed) {
        Random random = new Random(seed);
        IntQueue queue = new IntQueue(spare);
        IntQueue other = new IntQueue(spare);
        List<Integer> list = new ArrayList<>();
        List<Integer> otherList = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            change(queue, list, random);
            change(other, otherList, random);
            assertThat(contents(queue)).isEqualTo(list);
            assertThat(contents(other)).isEqualTo(otherList);
            assertThat(queue.slots()).isGreaterThanOrEqualTo(list.size());
        }
    }

    private static void change(IntQueue queue, List<Integer> list, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                int removed = random.nextInt(list.size() + 1);
                queue.removeFirst(removed);
                list.subList(0, removed).clear();
            }
            case 1 -> {
                if (!list.isEmpty()) {
                    queue.removeLast();
                    list.remove(list.size() - 1);
                }
            }
            case 2 -> {
                if (!list.isEmpty()) {
                    int index = random.nextInt(list.size());
                    queue.set(index, -1);
                    list.set(index, -1);
                }
            }
            case 3 -> queue.trim();
            default -> {
                int added = random.nextInt(random.nextBoolean() ? 20 : 3 * IntQueue.PIECE);
                for (int i = 0; i < added; i++) {
                    int value = random.nextInt();
                    queue.add(value);
                    list.add(value);
                }
            }
        }
    }

    private static List<Integer> contents(IntQueue queue) {
        List<Integer> contents = new ArrayList<>();
        for (int i = 0; i < queue.size(); i++) {
            contents.add(queue.get(i));
        }
        return contents;
    }

    @Test
    void aQueueThatMovesOnNeedsNoMoreMemoryThanItsLongest() {
        IntQueue queue = new IntQueue(spare);
        for (int i = 0; i < 100 * IntQueue.PIECE; i++) {
            queue.add(i);
            if (queue.size() > 3 * IntQueue.PIECE) {
                queue.removeFirst(1);
            }
        }

        assertThat(queue.slots()).isLessThanOrEqualTo(5 * IntQueue.PIECE);
    }

    @Test
    void aShortQueueThatMovesOnStaysShort() {
        IntQueue queue = new IntQueue(spare);
        for (int i = 0; i < 10_000; i++) {
            queue.add(i);
            if (queue.size() > 4) {
                queue.removeFirst(1);
            }
        }

        assertThat(queue.slots()).isLessThanOrEqualTo(16);
    }

    @Test
    void memoryThatIsNotInUseIsGivenBack() {
        IntQueue queue = new IntQueue(spare);
        for (int i = 0; i < 10 * IntQueue.PIECE; i++) {
            queue.add(i);
        }

        queue.removeFirst(7 * IntQueue.PIECE);
        queue.trim();
        assertThat(queue.slots()).isEqualTo(3 * IntQueue.PIECE);

        queue.removeFirst(3 * IntQueue.PIECE - 1);
        queue.trim();
        assertThat(queue.slots()).isEqualTo(8);
        assertThat(queue.get(0)).isEqualTo(10 * IntQueue.PIECE - 1);
    }

    @Test
    void whatOneQueueGivesBackAnotherUses() {
        IntQueue queue = new IntQueue(spare);
        for (int i = 0; i < 10 * IntQueue.PIECE; i++) {
            queue.add(i);
        }
        queue.removeFirst(7 * IntQueue.PIECE);
        queue.trim();
        assertThat(spare.size()).isEqualTo(7);

        IntQueue next = new IntQueue(spare);
        for (int i = 0; i < 5 * IntQueue.PIECE; i++) {
            next.add(i);
        }
        assertThat(spare.size()).isEqualTo(3);

        queue.removeFirst(3 * IntQueue.PIECE - 1);
        queue.trim();
        assertThat(spare.size()).isEqualTo(6);
    }

    @Test
    void noMoreIsKeptThanWasAskedFor() {
        IntQueue queue = new IntQueue(spare);
        for (int i = 0; i < 100 * IntQueue.PIECE; i++) {
            queue.add(i);
        }
        queue.removeFirst(100 * IntQueue.PIECE);
        queue.trim();

        assertThat(spare.size()).isEqualTo(20);
    }
}
