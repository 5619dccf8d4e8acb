package dev.rouse.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What can be said of a wait. */
class WaitPolicyTest {
  @Test
  void peerLooksAreLeftToTheWaitUnlessChosen() {
    assertThat(WaitPolicy.adaptive().peerLookNanos()).isZero();
    assertThat(WaitPolicy.spinOnly().peerLookNanos()).isZero();
    WaitPolicy policy = WaitPolicy.builder().peerLooks(5, TimeUnit.MILLISECONDS).build();
    assertThat(policy.peerLookNanos()).isEqualTo(5_000_000);
    assertThat(policy.toString()).contains("peerLookNanos=5000000");
  }

  @Test
  void peerLooksAreFromAMillisecondToAnHour() {
    var builder = WaitPolicy.builder();
    builder.peerLooks(1, TimeUnit.MILLISECONDS).peerLooks(1, TimeUnit.HOURS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.peerLooks(999, TimeUnit.MICROSECONDS))
        .withMessage("time: 999 MICROSECONDS, expected 1 millisecond to 1 hour");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.peerLooks(61, TimeUnit.MINUTES))
        .withMessage("time: 61 MINUTES, expected 1 millisecond to 1 hour");
  }

  @Test
  void negativeTimesAreRefused() {
    var builder = WaitPolicy.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.spin(-1, TimeUnit.SECONDS));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.learn(-1, TimeUnit.SECONDS));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.peerLooks(-1, TimeUnit.SECONDS));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.yields(-1));
  }
}
