package dev.rouse.jmh.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.jmh.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All pools do each job once, and no more are in flight than the window has. */
class JobPoolsTest {
  private static final int JOBS = 5 * JobPool.WINDOW;

  @ParameterizedTest
  @EnumSource(
      names = {
        "POOL_SUBMITTER",
        "POOL_SUBMIT",
        "POOL_EXECUTE",
        "FIXED_EXECUTE",
        "FIXED_SUBMIT",
        "FORK_JOIN_EXECUTE",
        "FORK_JOIN_SUBMIT",
        "VIRTUAL_EXECUTE",
        "VIRTUAL_SUBMIT",
        "ONE_THREAD"
      })
  void eachJobHasOneReply(Contender contender) throws Exception {
    List<Long> replies = new ArrayList<>();
    AtomicInteger done = new AtomicInteger();
    int most = 0;
    try (JobPool pool =
        JobPools.of(
            contender,
            2,
            job -> {
              done.incrementAndGet();
              return Work.next(job);
            },
            replies::add)) {
      for (int job = 0; job < JOBS; job++) {
        pool.submit(job);
        most = Math.max(most, job + 1 - replies.size());
      }
      pool.drain();
    }
    assertThat(done).hasValue(JOBS);
    assertThat(replies)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, JOBS).boxed().toList());
    assertThat(most).isLessThanOrEqualTo(JobPool.WINDOW);
  }

  @ParameterizedTest
  @EnumSource(names = {"POOL_SUBMITTER", "POOL_SUBMIT", "FIXED_SUBMIT", "FORK_JOIN_SUBMIT"})
  void jobsOfAnOpenLoopAreAllCounted(Contender contender) throws Exception {
    try (OpenLoop loop = new OpenLoop(contender, 2)) {
      loop.begin(50);
      for (int i = 0; i < 200; i++) {
        loop.arrive();
      }
      Histogram waits = loop.drain();
      assertThat(waits.getTotalCount()).isEqualTo(200);
      assertThat(loop.jobsCpuNanos()).isPositive();
    }
  }

  @Test
  void aWrongReplyIsFound() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Batch batch = new Batch(Contender.FIXED_SUBMIT, 2, 10, job -> calls.getAndIncrement())) {
      assertThatIllegalStateException()
          .isThrownBy(batch::run)
          .withMessage("sum of the replies: 145, expected 45");
    }
  }

  @Test
  void whatIsNoPoolIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobPools.of(Contender.RING, 2, Work::next, reply -> {}))
        .withMessageContaining("RING, expected one that is a pool");
  }
}
