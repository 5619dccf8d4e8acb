package dev.rouse.jmh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.contender.Contender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeathTest {
  @ParameterizedTest
  @EnumSource(names = {"IPC_CHANNEL", "UNIX_SOCKET"})
  void aKillIsNoticed(Contender contender) throws Exception {
    long nanos = Death.noticeNanos(contender, TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(nanos).isBetween(1L, TimeUnit.SECONDS.toNanos(20));
  }
}
