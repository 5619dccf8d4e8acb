package dev.rouse.jmh.medium;

import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.jmh.link.Words;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Aeron's IPC, one stream for each link, without checks of bounds and with one thread for the media
 * driver, as in the configuration for IPC that Aeron brings. Unlike there, that thread backs off,
 * which is the default: with two processors, a third thread that spins would take one from the
 * ends. It runs in the process that creates the medium. Messages do not pass through it.
 */
final class AeronMedium implements Medium {
  private static final String CHANNEL = "aeron:ipc";

  static {
    // Read when Agrona is loaded, which nothing else does in a JVM that measures Aeron.
    System.setProperty("agrona.disable.bounds.checks", "true");
  }

  private final int payload;
  private final Aeron aeron;
  private final @Nullable MediaDriver driver;

  private AeronMedium(int payload, Path folder, @Nullable MediaDriver driver) {
    this.payload = payload;
    this.driver = driver;
    this.aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(files(folder)));
  }

  static AeronMedium create(int payload, Path folder) {
    MediaDriver driver =
        MediaDriver.launchEmbedded(
            new MediaDriver.Context()
                .aeronDirectoryName(files(folder))
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true));
    return new AeronMedium(payload, folder, driver);
  }

  static AeronMedium open(int payload, Path folder) {
    return new AeronMedium(payload, folder, null);
  }

  private static String files(Path folder) {
    return folder.resolve("aeron").toString();
  }

  @Override
  public Link sender(String name) {
    return new Sender(aeron.addExclusivePublication(CHANNEL, name.hashCode()), payload);
  }

  @Override
  public Link receiver(String name) {
    return new Receiver(aeron.addSubscription(CHANNEL, name.hashCode()), payload);
  }

  @Override
  public void close() {
    aeron.close();
    if (driver != null) {
      driver.close();
    }
  }

  /** Claims, writes in place and commits. */
  private static final class Sender extends SendingEnd {
    private final ExclusivePublication publication;
    private final BufferClaim claim = new BufferClaim();
    private final int words;

    Sender(ExclusivePublication publication, int payload) {
      this.publication = publication;
      this.words = payload / Long.BYTES;
    }

    @Override
    public void send(long value) {
      claim(words * Long.BYTES);
      if (words == 1) {
        claim.buffer().putLong(claim.offset(), value);
      } else {
        Words.write(claim.buffer(), claim.offset(), words, value);
      }
      claim.commit();
    }

    private void claim(int length) {
      long position = publication.tryClaim(length, claim);
      while (position < 0) {
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
          throw new IllegalStateException("tryClaim: " + Publication.errorString(position));
        }
        // No receiver yet, no space, or a new term: all of these pass.
        Thread.onSpinWait();
        position = publication.tryClaim(length, claim);
      }
    }

    @Override
    public void close() {
      publication.close();
    }
  }

  /** Polls; a message that fits into a packet comes as one fragment. */
  private static final class Receiver extends ReceivingEnd {
    private final Subscription subscription;
    private final int words;
    private @Nullable LongConsumer sink;
    private FragmentHandler handler = (buffer, offset, length, header) -> {};

    Receiver(Subscription subscription, int payload) {
      this.subscription = subscription;
      this.words = payload / Long.BYTES;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // sinks have no other
    public int receive(LongConsumer wanted) {
      if (sink != wanted) {
        sink = wanted;
        handler =
            words == 1
                ? (buffer, offset, length, header) -> wanted.accept(buffer.getLong(offset))
                : (buffer, offset, length, header) ->
                    wanted.accept(Words.read(buffer, offset, length / Long.BYTES));
      }
      return subscription.poll(handler, Links.BATCH);
    }

    @Override
    public void close() {
      subscription.close();
    }
  }
}
