package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
  @Test
  void isAlignedZeroedAndOfTheSizeAskedFor() {
    try (Region region = Region.allocateCloseable(1000)) {
      assertThat(region.byteSize()).isEqualTo(1000);
      assertThat(region.segment().address() % Region.ALIGNMENT).isZero();
      assertThat(region.segment().mismatch(MemorySegment.ofArray(new byte[1000]))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesSizesThatAreNotPositive(long byteSize) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.allocateCloseable(byteSize))
        .withMessage("byteSize: %d, expected at least 1", byteSize);
    assertThatIllegalArgumentException().isThrownBy(() -> Region.allocate(byteSize));
  }

  @Test
  void sizesBeyondTheMachineAreAnOutOfMemoryError() {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> Region.allocateCloseable(Long.MAX_VALUE / 2));
  }

  @Test
  void closingReleasesAndMayBeRepeated() {
    Region region = Region.allocateCloseable(128);
    MemorySegment slice = region.slice(0, 128);
    region.close();
    region.close();
    assertThat(region.isAlive()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> region.slice(0, 128));
    assertThatIllegalStateException().isThrownBy(() -> slice.get(ValueLayout.JAVA_LONG, 0));
  }

  @Test
  void closingDoesNothingToAutomaticAndForeignMemory() {
    Region automatic = Region.allocate(128);
    automatic.close();
    assertThat(automatic.isAlive()).isTrue();
    try (Arena arena = Arena.ofShared()) {
      Region foreign = Region.of(arena.allocate(128, 128));
      foreign.close();
      assertThat(foreign.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-128, 1, 64, 127})
  void refusesMisplacedSlices(long offset) {
    try (Region region = Region.allocateCloseable(1024)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> region.slice(offset, 128))
          .withMessageContaining("offset: %d, expected a multiple of 128", offset);
    }
  }

  @Test
  void refusesSlicesThatReachBeyondTheEnd() {
    try (Region region = Region.allocateCloseable(1024)) {
      for (long[] part : new long[][] {{0, 1025}, {896, 129}, {1024, 1}, {128, Long.MAX_VALUE}}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> region.slice(part[0], part[1]))
            .withMessageContaining("reach beyond the region, which has 1024 bytes");
      }
      assertThatIllegalArgumentException().isThrownBy(() -> region.slice(0, 0));
      assertThat(region.slice(896, 128).byteSize()).isEqualTo(128);
    }
  }

  @Test
  void refusesForeignMemoryThatDoesNotFit() {
    try (Arena shared = Arena.ofShared();
        Arena confined = Arena.ofConfined()) {
      MemorySegment good = shared.allocate(256, 128);
      assertThat(Region.of(good).byteSize()).isEqualTo(256);
      refuses(good.asSlice(64), "misaligned");
      refuses(good.asReadOnly(), "read-only");
      refuses(good.asSlice(0, 0), "is empty");
      refuses(confined.allocate(256, 128), "confined to one thread");
      refuses(MemorySegment.ofArray(new long[32]), "on the heap");
    }
  }

  @Test
  void refusesClosedAndAbsentMemory() {
    MemorySegment closed;
    try (Arena arena = Arena.ofShared()) {
      closed = arena.allocate(128, 128);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> Region.of(closed))
        .withMessageContaining("arena is closed");
    assertThatNullPointerException().isThrownBy(() -> Region.of(absent())).withMessage("segment");
  }

  @SuppressWarnings("NullAway") // on purpose
  private static MemorySegment absent() {
    return null;
  }

  private static void refuses(MemorySegment segment, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.of(segment))
        .withMessageStartingWith("segment: ")
        .withMessageContaining(why);
  }
}
