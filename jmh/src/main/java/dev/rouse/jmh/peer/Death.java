package dev.rouse.jmh.peer;

import dev.rouse.file.PeerLostException;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.link.Link;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Kills a peer that could send, and measures how soon a receiver that waits is told. */
public final class Death {
  private Death() {}

  /**
   * Starts a small peer, waits for its messages, and kills it meanwhile.
   *
   * @param contender what would carry the messages
   * @param afterNanos how long to wait before the kill
   * @return from just before the kill to the end of the wait, in nanoseconds
   * @throws IllegalStateException if the wait ends otherwise
   */
  public static long noticeNanos(Contender contender, long afterNanos)
      throws IOException, InterruptedException {
    Session session = new Session(Role.HOLD, contender, Long.BYTES, 1);
    try {
      Link link = session.receiver(Role.THERE);
      session.resume();
      CompletableFuture<Long> killed = new CompletableFuture<>();
      Thread killer =
          Thread.ofPlatform()
              .name("killer")
              .daemon()
              .start(
                  () -> {
                    long due = System.nanoTime() + afterNanos;
                    long left;
                    while ((left = due - System.nanoTime()) > 0) {
                      LockSupport.parkNanos(left);
                    }
                    killed.complete(session.peer().kill());
                  });
      awaitLoss(link);
      long told = System.nanoTime();
      killer.join(TimeUnit.SECONDS.toMillis(10));
      long nanos = told - killed.getNow(told);
      if (nanos <= 0) {
        throw new IllegalStateException("the wait ended before the peer was killed");
      }
      return nanos;
    } finally {
      session.peer().kill();
      session.release();
    }
  }

  private static void awaitLoss(Link link) throws InterruptedException {
    try {
      int found = link.receive(value -> {});
      if (found != Link.END) {
        throw new IllegalStateException("received " + found + ", expected a loss");
      }
    } catch (PeerLostException e) {
      // That is what is measured.
    }
  }
}
