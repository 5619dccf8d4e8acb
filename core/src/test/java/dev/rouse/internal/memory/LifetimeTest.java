package dev.rouse.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifetimeTest {
  private final MemorySegment segment = Arena.ofAuto().allocate(64, 8);

  @Test
  void theEndReachesEveryUserOnce() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    Lifetime.use(segment, first, AtomicInteger::incrementAndGet);
    Lifetime.use(segment.asSlice(8), second, AtomicInteger::incrementAndGet);
    assertThat(Lifetime.of(segment).hasEnded()).isFalse();
    Lifetime.of(segment.asSlice(16)).end();
    Lifetime.of(segment).end();
    assertThat(Lifetime.of(segment).hasEnded()).isTrue();
    assertThat(first).hasValue(1);
    assertThat(second).hasValue(1);
  }

  @Test
  void aUserThatComesAfterTheEndEndsAtOnce() {
    Lifetime.of(segment).end();
    AtomicInteger user = new AtomicInteger();
    Lifetime.use(segment, user, AtomicInteger::incrementAndGet);
    assertThat(user).hasValue(1);
  }

  @Test
  void otherMemoryIsNotTouched() {
    AtomicInteger user = new AtomicInteger();
    Lifetime.use(segment, user, AtomicInteger::incrementAndGet);
    Lifetime.of(Arena.ofAuto().allocate(64, 8)).end();
    assertThat(user).hasValue(0);
  }

  @Test
  void everyAccessChecksTheBase() {
    assertThatIllegalStateException().isThrownBy(() -> Words.get(segment, Words.CLOSED, 0));
    assertThatIllegalStateException().isThrownBy(() -> Words.set(segment, Words.CLOSED, 0, 1));
    assertThatIllegalStateException()
        .isThrownBy(() -> Words.compareAndSetInt(segment, Words.CLOSED, 0, 0, 1));
  }
}
