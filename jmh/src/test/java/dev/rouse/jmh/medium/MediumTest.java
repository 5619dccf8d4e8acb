package dev.rouse.jmh.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.load.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each medium carries all words of all messages from who creates it to who opens it. */
class MediumTest {
  /** More than there are values, and no multiple of a batch. */
  private static final int MESSAGES = 5_000;

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "IPC_LONG_RING,             8",
    "IPC_LONG_CHANNEL,          8",
    "IPC_LONG_CHANNEL_PARKING,  8",
    "IPC_RING,                  8",
    "IPC_RING,                 64",
    "IPC_CHANNEL,               8",
    "IPC_CHANNEL,              64",
    "IPC_CHANNEL_PARKING,      64",
    "IPC_SIGNAL,                8",
    "AERON,                     8",
    "AERON,                    64",
    "PIPE,                      8",
    "PIPE,                     64",
    "PIPE_EACH,                64",
    "UNIX_SOCKET,               8",
    "UNIX_SOCKET,              64",
    "UNIX_SOCKET_EACH,         64"
  })
  void carriesAllWords(Contender contender, int payload) throws Exception {
    try (Medium created = Medium.create(contender, payload, folder, List.of("link"));
        Medium opened = Medium.open(contender, payload, folder)) {
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(created));
      Link receiver = opened.receiver("link");
      long[] sum = {0};
      int count = 0;
      while (count < MESSAGES) {
        int found = receiver.receive(value -> sum[0] += value);
        assertThat(found).isNotEqualTo(Link.END);
        count += found;
        Thread.onSpinWait();
      }
      assertThat(count).isEqualTo(MESSAGES);
      assertThat(sum[0]).isEqualTo(Messages.sum(MESSAGES, payload));
      sent.join();
      if (!Medium.isPolled(contender)) {
        assertThat(receiver.receive(value -> sum[0] += value)).isEqualTo(Link.END);
      }
      receiver.close();
    }
  }

  private static void send(Medium medium) {
    try {
      Link sender =
          medium.sender("link"); // waits for the receiver, if it is a pipe's or a socket's
      Messages.send(sender, MESSAGES);
      sender.close();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void refusesWhatIsNoMedium() {
    assertThatThrownBy(() -> Medium.create(Contender.AGRONA, 8, folder, List.of("link")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contender: AGRONA");
  }

  @ParameterizedTest
  @CsvSource({"IPC_RING, 0", "IPC_RING, 12", "PIPE, 16384", "IPC_LONG_RING, 64"})
  void refusesOtherPayloads(Contender contender, int payload) {
    assertThatThrownBy(() -> Medium.create(contender, payload, folder, List.of("link")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payload: " + payload);
  }
}
