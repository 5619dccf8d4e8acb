package dev.rouse.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
  void aSleeperThatCannotBeWokenDelaysNoOtherAndIsWokenAgain() {
    List<AtomicInteger> sleepers = Stream.generate(AtomicInteger::new).limit(3).toList();
    AtomicInteger failing = sleepers.get(1);
    for (AtomicInteger sleeper : sleepers) {
      Lifetime.wakeAtEnd(
          segment,
          sleeper,
          counter -> {
            if (counter.incrementAndGet() == 1 && counter.equals(failing)) {
              throw new IllegalStateException("the first attempt");
            }
          });
    }
    Lifetime lifetime = Lifetime.of(segment);
    assertThatIllegalStateException().isThrownBy(lifetime::end).withMessage("the first attempt");
    assertThat(lifetime.hasEnded()).isTrue();
    assertThat(sleepers).extracting(AtomicInteger::get).containsExactly(1, 1, 1);
    lifetime.end();
    lifetime.end();
    assertThat(sleepers).extracting(AtomicInteger::get).containsExactly(1, 2, 1);
  }

  @Test
  void sleepersAreWokenWhenAllUseHasEnded() {
    AtomicInteger users = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Lifetime.use(segment, users, AtomicInteger::incrementAndGet);
    Lifetime.wakeAtEnd(segment, seen, sleeper -> sleeper.set(users.get()));
    Lifetime.use(segment, users, AtomicInteger::incrementAndGet);
    Lifetime.of(segment).end();
    assertThat(seen).hasValue(2);
  }

  @Test
  void whoSeesTheEndSeesThatAllUseHasEnded() {
    Lifetime lifetime = Lifetime.of(segment);
    AtomicInteger seen = new AtomicInteger();
    Lifetime.use(segment, seen, user -> user.set(lifetime.hasEnded() ? 2 : 1));
    lifetime.end();
    assertThat(seen).hasValue(1);
  }

  @Test
  void aBaseThatIsNotVisibleYetIsRefused() {
    assumeThat(Words.UNCHECKED).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> Words.get(segment, 0, 0));
  }

  @Test
  void memoryThatHasNoAddressIsRefused() {
    assumeThat(Words.UNCHECKED).isTrue();
    for (MemorySegment wrong :
        List.of(MemorySegment.NULL, MemorySegment.ofArray(new long[8]), segment.asSlice(4))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Words.base(wrong))
          .withMessageContaining("expected native memory at a multiple of 8");
    }
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
