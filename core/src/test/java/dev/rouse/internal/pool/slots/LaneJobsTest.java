package dev.rouse.internal.pool.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.Inbox;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one thread after the other does with a lane; the races are for stress tests. */
class LaneJobsTest {
  private static final int CAPACITY = 16;
  private static final int JOB_BYTES = 8;

  private final Submission submission =
      new Submission(CAPACITY, JOB_BYTES, 8, 1, Inbox.create(), ignored -> {});
  private final LaneJobs lane = new LaneJobs(submission, CAPACITY);

  /** Sends jobs in slots that follow each other. */
  private void send(int firstSlot, int count) {
    // In the middle of an array, as the submitter sends what it has gathered.
    long[] messages = new long[count + 2];
    for (int i = 0; i < count; i++) {
      messages[i + 1] = job(firstSlot + i);
    }
    lane.sending(messages, 1, count);
    lane.sent(count);
  }

  private static long job(int slot) {
    return SlotMessage.job(slot, JOB_BYTES);
  }

  private static long reply(int slot, int status, int length) {
    return SlotMessage.reply(job(slot), status, length);
  }

  private void end(long reply) {
    assertThat(lane.begin()).isTrue();
    lane.ended(reply);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 127, 128, 249, 250, 251, 252, 253, 254, 255, 256, 1000, Integer.MAX_VALUE})
  void aReplyKeepsItsLength(int length) {
    send(3, 1);
    long reply = reply(3, SlotMessage.COMPLETED, length);
    end(reply);
    assertThat(lane.passed()).isEqualTo(1);
    assertThat(lane.answer(1)).isEqualTo(reply);
    assertThat(lane.answer(1)).as("asked again").isEqualTo(reply);
  }

  @ParameterizedTest
  @ValueSource(ints = {SlotMessage.FAILED, SlotMessage.CANCELLED})
  void aJobWithoutAReplyKeepsItsStatus(int status) {
    send(3, 1);
    long reply = reply(3, status, 0);
    end(reply);
    assertThat(lane.answer(1)).isEqualTo(reply);
    assertThat(SlotMessage.status(lane.answer(1))).isEqualTo(SlotMessage.status(reply));
  }

  @Test
  void aSkippedJobIsAnsweredBySomebodyElse() {
    send(3, 1);
    assertThat(lane.begin()).isTrue();
    lane.skip();
    assertThat(lane.passed()).isEqualTo(1);
    assertThat(lane.answer(1)).isEqualTo(LaneJobs.NO_ANSWER);
  }

  @Test
  void aJobIsPassedWhenItHasEndedAndNotBefore() {
    send(0, 2);
    assertThat(lane.passed()).isZero();
    assertThat(lane.hasWaiting()).isTrue();
    assertThat(lane.begin()).isTrue();
    assertThat(lane.passed()).isZero();
    lane.ended(reply(0, SlotMessage.COMPLETED, 5));
    assertThat(lane.passed()).isEqualTo(1);
    assertThat(lane.hasWaiting()).isTrue();
    assertThat(lane.begin()).isTrue();
    assertThat(lane.hasWaiting()).isFalse();
    assertThat(lane.passed()).isEqualTo(1);
  }

  @Test
  void theMessagesAreKept() {
    send(5, 3);
    send(9, 1);
    assertThat(lane.message(1)).isEqualTo(job(5));
    assertThat(lane.message(3)).isEqualTo(job(7));
    assertThat(lane.message(4)).isEqualTo(job(9));
  }

  @Test
  void whatHasNotBegunIsTakenAwayAndSkipped() {
    send(4, 3);
    assertThat(lane.begin()).isTrue();
    assertThat(lane.takeAway())
        .containsExactly(new SlotTask(submission, job(5)), new SlotTask(submission, job(6)));
    assertThat(lane.isSkipping()).isTrue();
    assertThat(lane.takeAway()).as("nothing is left").isEmpty();
    send(10, 1);
    lane.ended(reply(4, SlotMessage.COMPLETED, 8));
    assertThat(lane.passed()).as("the two are not skipped yet").isEqualTo(1);
    assertThat(lane.begin()).isFalse();
    assertThat(lane.passed()).isEqualTo(2);
    assertThat(lane.isSkipping()).isTrue();
    assertThat(lane.begin()).isFalse();
    assertThat(lane.isSkipping()).isFalse();
    end(reply(10, SlotMessage.CANCELLED, 0));
    assertThat(lane.passed()).isEqualTo(4);
    assertThat(lane.answer(1)).isEqualTo(reply(4, SlotMessage.COMPLETED, 8));
    assertThat(lane.answer(2)).isEqualTo(LaneJobs.NO_ANSWER);
    assertThat(lane.answer(3)).isEqualTo(LaneJobs.NO_ANSWER);
    assertThat(lane.answer(4)).isEqualTo(reply(10, SlotMessage.CANCELLED, 0));
  }

  @Test
  void whatIsSentLaterCanBeTakenAwayLater() {
    send(0, 2);
    assertThat(lane.takeAway()).hasSize(2);
    send(2, 1);
    assertThat(lane.takeAway()).containsExactly(new SlotTask(submission, job(2)));
    for (int i = 0; i < 3; i++) {
      assertThat(lane.begin()).isFalse();
    }
    assertThat(lane.passed()).isEqualTo(3);
    assertThat(lane.isSkipping()).isFalse();
  }

  /** An error kept the worker from saying what has become of a job, and the next thread goes on. */
  @ParameterizedTest
  @ValueSource(ints = {0, 250, 251, 100_000})
  void aJobOfWhichNothingWasSaidHasFailed(int lengthBefore) {
    for (int slot = 0; slot < CAPACITY; slot++) {
      send(slot, 1);
      end(reply(slot, SlotMessage.COMPLETED, lengthBefore));
    }
    send(0, 2);
    assertThat(lane.begin()).isTrue();
    assertThat(lane.passed()).isEqualTo(CAPACITY);
    end(reply(1, SlotMessage.COMPLETED, 3));
    assertThat(lane.passed()).isEqualTo(CAPACITY + 2);
    assertThat(lane.answer(CAPACITY + 1)).isEqualTo(reply(0, SlotMessage.FAILED, 0));
    assertThat(lane.answer(CAPACITY + 2)).isEqualTo(reply(1, SlotMessage.COMPLETED, 3));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void answersComeInOrderThroughManyLaps(long seed) {
    Random random = new Random(seed);
    Deque<Long> sent = new ArrayDeque<>();
    Deque<Long> expected = new ArrayDeque<>();
    long next = 0;
    long taken = 0;
    for (int step = 0; step < 100 * CAPACITY; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          int count = random.nextInt(CAPACITY + 1 - sent.size() - expected.size());
          long[] messages = new long[count];
          for (int i = 0; i < count; i++) {
            // No slot is used twice at a time, and they do not follow each other.
            messages[i] = job((int) (7 * next++ % CAPACITY));
            sent.add(messages[i]);
          }
          lane.sending(messages, 0, count);
          lane.sent(count);
        }
        case 1 -> {
          if (random.nextInt(10) == 0) {
            List<SlotTask> tasks = lane.takeAway();
            assertThat(tasks).extracting(SlotTask::message).isSubsetOf(sent);
          }
        }
        case 2 -> {
          if (!sent.isEmpty()) {
            expected.add(pass(sent.remove(), random));
          }
        }
        default -> {
          long passed = lane.passed();
          assertThat(passed).isEqualTo(taken + expected.size());
          while (taken < passed && random.nextInt(5) != 0) {
            assertThat(lane.answer(++taken)).as("seed %d", seed).isEqualTo(expected.remove());
          }
        }
      }
    }
    assertThat(taken).as("laps").isGreaterThan(10 * CAPACITY);
  }

  /** Passes a job in one of the ways that there are; returns its answer. */
  private long pass(long job, Random random) {
    if (!lane.begin()) {
      return LaneJobs.NO_ANSWER;
    }
    int kind = random.nextInt(8);
    if (kind == 0) {
      lane.skip();
      return LaneJobs.NO_ANSWER;
    }
    long reply =
        switch (kind) {
          case 1 -> SlotMessage.reply(job, SlotMessage.FAILED, 0);
          case 2 -> SlotMessage.reply(job, SlotMessage.CANCELLED, 0);
          default -> SlotMessage.reply(job, SlotMessage.COMPLETED, random.nextInt(300));
        };
    lane.ended(reply);
    return reply;
  }
}
