package dev.rouse.channel;

import dev.rouse.file.PartKind;
import dev.rouse.internal.file.Attachment;
import dev.rouse.internal.file.RegionFiles;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Reach;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.Waker;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntToLongFunction;

/**
 * One end of a channel in a region file, which this process has. The other end is in any process.
 */
final class FileEnd {
  /** The role of the sender, as {@link PartKind} has it. */
  static final int SENDER = 0;

  /** The role of the receiver. */
  static final int RECEIVER = 1;

  /** What no previous receiver can have handled. */
  static final long NOTHING_REPEATED = Long.MIN_VALUE;

  /** Zeroes: a state that is never HOT. */
  private static final MemorySegment COOL = Region.allocate(ChannelLayout.RING).segment();

  private final Attachment attachment;
  private final int capacity;
  private final Region view;

  private FileEnd(Attachment attachment, IntToLongFunction byteSize) {
    this.attachment = attachment;
    this.capacity = attachment.capacity(byteSize);
    this.view = (Region) RegionFiles.viewOf(attachment.segment());
  }

  /**
   * Takes the role of an end.
   *
   * @param region the region of the file
   * @param label the channel's name in the file
   * @param kind what kind of channel it must be
   * @param role the role
   * @param byteSize how much memory a channel of some capacity takes
   * @param end makes the end
   * @param <T> the type of the end
   * @return the end
   */
  static <T> T attach(
      Region region,
      String label,
      PartKind kind,
      int role,
      IntToLongFunction byteSize,
      Function<FileEnd, T> end) {
    Objects.requireNonNull(region, "region");
    return Attachment.attach(
        region,
        label,
        kind,
        role,
        attachment -> {
          FileEnd fileEnd = new FileEnd(attachment, byteSize);
          T result = end.apply(fileEnd);
          fileEnd.completeClose();
          return result;
        });
  }

  /** Returns the memory of the channel. */
  MemorySegment segment() {
    return attachment.segment();
  }

  /** Returns the memory of the channel as a region in which it starts at 0. */
  Region view() {
    return view;
  }

  /** Returns the capacity of the channel. */
  int capacity() {
    return capacity;
  }

  /**
   * Returns the memory in which this end, after it has published, looks first whether the other one
   * is HOT: the channel's, or memory in which it never is, if this process is not registered for
   * the barriers of the other ones. Then this end fences each time.
   */
  MemorySegment otherState() {
    return Reach.MACHINE.isAsymmetric() ? segment() : COOL;
  }

  /** Makes the place where this end waits. */
  Waiter waiter(long offset, WaitPolicy policy) {
    return Waiter.shared(segment(), offset, policy, true, attachment.watch());
  }

  /** Makes what wakes the other end. */
  Waker waker(long offset) {
    return Waker.shared(segment(), offset);
  }

  /**
   * Returns up to which position receivers that were lost may have handled elements that they had
   * not freed.
   *
   * @param published how far the sender has published
   */
  long repeatedUpTo(long published) {
    long mark = attachment.role().mark(published);
    return mark == 0 ? NOTHING_REPEATED : mark;
  }

  /**
   * Completes a close whose process was killed half way: the sender's end is closed first, and the
   * receiver would wait for ever.
   */
  private void completeClose() {
    if (Waker.isClosed(segment(), Words.base(segment()), ChannelLayout.SPACE)) {
      waker(ChannelLayout.RECORDS).close();
    }
  }
}
