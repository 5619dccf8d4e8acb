package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
  @Test
  void isAlignedZeroedAndOfTheSizeAskedFor() {
    try (Region region = Region.allocate(1000)) {
      assertThat(region.byteSize()).isEqualTo(1000);
      assertThat(region.segment().address() % Region.ALIGNMENT).isZero();
      assertThat(region.segment().mismatch(MemorySegment.ofArray(new byte[1000]))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesSizesThatAreNotPositive(long byteSize) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.allocate(byteSize))
        .withMessage("byteSize: %d, expected at least 1", byteSize);
    assertThatIllegalArgumentException().isThrownBy(() -> Region.allocate(byteSize));
  }

  @Test
  void sizesBeyondTheMachineAreAnOutOfMemoryError() {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> Region.allocate(Long.MAX_VALUE / 2));
  }

  @Test
  void closingEndsTheUseAndMayBeRepeated() {
    Region region = Region.allocate(128);
    MemorySegment slice = region.slice(0, 128);
    assertThat(region.isClosed()).isFalse();
    region.close();
    region.close();
    assertThat(region.isClosed()).isTrue();
    assertThat(region).hasToString("Region[byteSize=128, closed=true]");
    assertThatIllegalStateException()
        .isThrownBy(() -> region.slice(0, 128))
        .withMessage("the region is closed, expected one that is open");
    assertThatIllegalStateException().isThrownBy(() -> region.zeroedSlice(0, 128));
    assertThat(slice.get(ValueLayout.JAVA_LONG, 0)).isZero(); // the memory is still there
  }

  @ParameterizedTest
  @ValueSource(longs = {-128, 1, 64, 127})
  void refusesMisplacedSlices(long offset) {
    try (Region region = Region.allocate(1024)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> region.slice(offset, 128))
          .withMessageContaining("offset: %d, expected a multiple of 128", offset);
    }
  }

  @Test
  void refusesSlicesThatReachBeyondTheEnd() {
    try (Region region = Region.allocate(1024)) {
      for (long[] part : new long[][] {{0, 1025}, {896, 129}, {1024, 1}, {128, Long.MAX_VALUE}}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> region.slice(part[0], part[1]))
            .withMessageContaining("reach beyond the region, which has 1024 bytes");
      }
      assertThatIllegalArgumentException().isThrownBy(() -> region.slice(0, 0));
      assertThat(region.slice(896, 128).byteSize()).isEqualTo(128);
    }
  }
}
