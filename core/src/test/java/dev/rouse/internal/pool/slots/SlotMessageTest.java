package dev.rouse.internal.pool.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotMessageTest {
  private static final int LAST_SLOT = SlotMessage.MOST_SLOTS - 1;
  private static final int LONGEST = SlotMessage.LONGEST_RUN;

  private static long[] runs(long[] jobs, int longest) {
    return runs(jobs, 0, jobs.length, longest);
  }

  private static long[] runs(long[] jobs, int from, int count, int longest) {
    long[] runs = new long[count];
    int made = SlotMessage.runs(jobs, from, count, longest, runs);
    return LongStream.of(runs).limit(made).toArray();
  }

  /** Returns the messages of the jobs that runs name, as a worker takes them. */
  private static long[] expand(long[] runs) {
    return LongStream.of(runs)
        .flatMap(
            run -> {
              long first = SlotMessage.first(run);
              return LongStream.range(first, first + SlotMessage.runLength(run));
            })
        .toArray();
  }

  private static int[] lengths(long[] runs) {
    return LongStream.of(runs).mapToInt(SlotMessage::runLength).toArray();
  }

  /** Returns jobs of the same length in slots that follow each other. */
  private static long[] jobs(int firstSlot, int count, int length) {
    return LongStream.range(firstSlot, firstSlot + (long) count)
        .map(slot -> SlotMessage.job((int) slot, length))
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, 2147483647",
    "16777215, 0",
    "16777215, 2147483647",
    "8388608, 1073741824",
    "1, 16777216"
  })
  void aMessageKeepsItsParts(int slot, int length) {
    long job = SlotMessage.job(slot, length);
    assertThat(job).isNotNegative();
    assertThat(SlotMessage.slot(job)).isEqualTo(slot);
    assertThat(SlotMessage.length(job)).isEqualTo(length);
    assertThat(SlotMessage.runLength(job)).isEqualTo(1);
    assertThat(SlotMessage.first(job)).isEqualTo(job);
    int[] statuses = {SlotMessage.COMPLETED, SlotMessage.FAILED, SlotMessage.CANCELLED};
    for (int i = 0; i < statuses.length; i++) {
      long reply = SlotMessage.reply(job, statuses[i], length / 3);
      assertThat(reply).isNotNegative();
      assertThat(SlotMessage.slot(reply)).isEqualTo(slot);
      assertThat(SlotMessage.length(reply)).isEqualTo(length / 3);
      assertThat(SlotMessage.status(reply)).isEqualTo(statuses[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 23, LAST_SLOT - LONGEST + 1})
  void slotsThatFollowEachOtherAreOneRun(int firstSlot) {
    for (int length : new int[] {0, 8, Integer.MAX_VALUE}) {
      long[] jobs = jobs(firstSlot, LONGEST, length);
      long[] runs = runs(jobs, LONGEST);
      assertThat(runs).hasSize(1);
      assertThat(runs[0]).isNotNegative();
      assertThat(SlotMessage.runLength(runs[0])).isEqualTo(LONGEST);
      assertThat(SlotMessage.first(runs[0])).isEqualTo(jobs[0]);
      assertThat(SlotMessage.slot(runs[0])).isEqualTo(firstSlot);
      assertThat(SlotMessage.length(runs[0])).isEqualTo(length);
      assertThat(expand(runs)).isEqualTo(jobs);
    }
  }

  @Test
  void anotherLengthEndsARun() {
    long[] jobs = {
      SlotMessage.job(3, 8), SlotMessage.job(4, 8), SlotMessage.job(5, 9), SlotMessage.job(6, 8)
    };
    long[] runs = runs(jobs, LONGEST);
    assertThat(lengths(runs)).containsExactly(2, 1, 1);
    assertThat(expand(runs)).isEqualTo(jobs);
  }

  @Test
  void aGapEndsARun() {
    long[] jobs = {
      SlotMessage.job(3, 8), SlotMessage.job(5, 8), SlotMessage.job(6, 8), SlotMessage.job(6, 8)
    };
    long[] runs = runs(jobs, LONGEST);
    assertThat(lengths(runs)).containsExactly(1, 2, 1);
    assertThat(expand(runs)).isEqualTo(jobs);
  }

  @Test
  void descendingSlotsAreRunsOfOne() {
    long[] jobs = {SlotMessage.job(6, 8), SlotMessage.job(5, 8), SlotMessage.job(4, 8)};
    assertThat(runs(jobs, LONGEST)).isEqualTo(jobs);
  }

  @Test
  void aRunIsNoLongerThanAsked() {
    long[] jobs = jobs(0, 10, 8);
    assertThat(lengths(runs(jobs, 1))).containsOnly(1).hasSize(10);
    assertThat(lengths(runs(jobs, 4))).containsExactly(4, 4, 2);
    assertThat(lengths(runs(jobs, 10))).containsExactly(10);
    long[] many = jobs(0, LONGEST + 1, 8);
    assertThat(lengths(runs(many, LONGEST))).containsExactly(LONGEST, 1);
    assertThat(expand(runs(many, LONGEST))).isEqualTo(many);
  }

  @Test
  void onlyThePartThatIsAskedForIsLookedAt() {
    long[] jobs = jobs(0, 10, 8);
    long[] runs = runs(jobs, 3, 5, LONGEST);
    assertThat(lengths(runs)).containsExactly(5);
    assertThat(expand(runs)).isEqualTo(jobs(3, 5, 8));
    assertThat(runs(jobs, 10, 0, LONGEST)).isEmpty();
  }

  /** The slot after the last one is the first one with a length that is greater by 1. */
  @Test
  void afterTheLastSlotTheMessagesAreTheSame() {
    for (int length : new int[] {0, 8, Integer.MAX_VALUE - 1}) {
      long[] jobs = {
        SlotMessage.job(LAST_SLOT - 1, length),
        SlotMessage.job(LAST_SLOT, length),
        SlotMessage.job(0, length + 1),
        SlotMessage.job(1, length + 1),
        SlotMessage.job(0, length)
      };
      assertThat(expand(runs(jobs, LONGEST))).isEqualTo(jobs);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void runsNameTheSameJobs(long seed) {
    Random random = new Random(seed);
    for (int lap = 0; lap < 2_000; lap++) {
      long[] jobs = randomJobs(random);
      int longest = 1 + random.nextInt(LONGEST);
      long[] runs = runs(jobs, longest);
      assertThat(expand(runs)).as("seed %d, lap %d", seed, lap).isEqualTo(jobs);
      assertThat(LongStream.of(runs))
          .allMatch(run -> run >= 0 && SlotMessage.runLength(run) <= longest);
      // None could be put together with the one after it.
      for (int i = 1; i < runs.length; i++) {
        int before = SlotMessage.runLength(runs[i - 1]);
        assertThat(
                before == longest
                    || SlotMessage.first(runs[i - 1]) + before != SlotMessage.first(runs[i]))
            .as("seed %d, lap %d, run %d ends where it must", seed, lap, i - 1)
            .isTrue();
      }
    }
  }

  /** Mostly slots that follow each other; some gaps, steps back, and other lengths. */
  private static long[] randomJobs(Random random) {
    long[] jobs = new long[random.nextInt(LONGEST + 1)];
    int[] slots = {0, random.nextInt(SlotMessage.MOST_SLOTS), LAST_SLOT - 10};
    int[] lengths = {0, random.nextInt(Integer.MAX_VALUE), Integer.MAX_VALUE};
    int slot = slots[random.nextInt(slots.length)];
    int length = lengths[random.nextInt(lengths.length)];
    for (int i = 0; i < jobs.length; i++) {
      int kind = random.nextInt(20);
      if (kind == 0) {
        slot += random.nextInt(5);
      } else if (kind == 1) {
        slot -= random.nextInt(5);
      } else if (kind == 2) {
        length = lengths[random.nextInt(lengths.length)];
      }
      slot = Math.floorMod(slot + 1, SlotMessage.MOST_SLOTS);
      jobs[i] = SlotMessage.job(slot, length);
    }
    return jobs;
  }
}
