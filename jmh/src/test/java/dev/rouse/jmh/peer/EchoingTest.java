package dev.rouse.jmh.peer;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.jmh.contender.Contender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoingTest {
  @ParameterizedTest
  @CsvSource({
    "IPC_SIGNAL, 4200", // more than there are values
    "IPC_LONG_CHANNEL_PARKING, 200",
    "IPC_RING_THREADS, 50"
  })
  void eachNumberComesBack(Contender contender, int roundTrips) throws Exception {
    Echoing echoing = new Echoing(contender);
    for (int i = 0; i < roundTrips; i++) {
      echoing.roundTrip();
    }
    echoing.pause();
    echoing.resume();
    echoing.roundTrip();
    echoing.stop();
  }

  @Test
  void aWrongNumberIsNoticed() throws Exception {
    Echoing echoing = new Echoing(Contender.IPC_LONG_RING_THREADS);
    echoing.roundTrip();
    echoing.link().send(99);
    assertThatIllegalStateException()
        .isThrownBy(echoing::roundTrip)
        .withMessageContaining("sent 1, received");
    echoing.stop();
  }

  @Test
  void theDeathOfThePeerIsNoticed() throws Exception {
    Echoing echoing = new Echoing(Contender.IPC_LONG_RING);
    echoing.roundTrip();
    echoing.peer().kill();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              while (true) {
                echoing.roundTrip();
              }
            })
        .withMessageContaining("the peer has ended");
    assertThatIllegalStateException().isThrownBy(echoing::stop);
  }
}
