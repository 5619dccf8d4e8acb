package dev.rouse.channel;

import static dev.rouse.channel.ChannelLayout.END;
import static dev.rouse.channel.ChannelLayout.RECORDS;
import static dev.rouse.channel.ChannelLayout.RING;
import static dev.rouse.channel.ChannelLayout.SPACE;
import static dev.rouse.channel.FileEnd.RECEIVER;
import static dev.rouse.channel.FileEnd.SENDER;

import dev.rouse.file.PartKind;
import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.inspect.PartRepair;
import dev.rouse.internal.wait.WaitInspection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;

/** Looks at a channel from outside. Its ring is looked at by the ring's own inspector. */
final class ChannelInspector extends PartInspector {
  private final PartKind ring;

  /**
   * Makes it.
   *
   * @param ring what ring is in it; its roles have the same order as those of the channel
   * @param byteSize how much memory a channel of some capacity takes
   */
  ChannelInspector(PartKind ring, IntToLongFunction byteSize) {
    super(ofInts(byteSize));
    this.ring = ring;
  }

  private PartInspector ring() {
    return PartInspectors.required(ring);
  }

  @Override
  public void facts(PartLook part, Map<String, Object> facts) {
    ring().facts(part.from(RING), facts);
    facts.put("closed", isClosed(part, SPACE) || isClosed(part, RECORDS));
    long end = part.getLong(END);
    if (end != 0) {
      facts.put("end", end - 1);
    }
    facts.put("sender", WaitInspection.describe(part, SPACE));
    facts.put("receiver", WaitInspection.describe(part, RECORDS));
  }

  @Override
  public void check(PartLook part, Findings findings) {
    checkEnd(part, findings);
    ring().check(part.from(RING), findings);
    WaitInspection.check(part, SPACE, SENDER, findings);
    WaitInspection.check(part, RECORDS, RECEIVER, findings);
    if (isHalfClosed(part) && findings.stays(() -> isHalfClosed(part))) {
      findings.note("half a close: the next one who attaches or sends completes it");
    }
  }

  /**
   * In this order: the end is settled after the receiver's end was closed, and after what lies
   * before it was published. So who sees the end also sees these.
   */
  private void checkEnd(PartLook part, Findings findings) {
    long end = part.getLong(END);
    if (end == 0) {
      return;
    }
    if (!isClosed(part, RECORDS)) {
      findings.error("it ends at %d and is not closed, expected no end".formatted(end - 1));
    }
    Map<String, Object> facts = new HashMap<>();
    ring().facts(part.from(RING), facts);
    long published = (long) facts.getOrDefault("written", 0L);
    if (end < 0 || end - 1 > published) {
      findings.error(
          "it ends at %d, expected 0 to the sender's position %d".formatted(end - 1, published));
    }
  }

  private static boolean isHalfClosed(PartLook part) {
    return isClosed(part, SPACE) != isClosed(part, RECORDS);
  }

  private static boolean isClosed(PartLook part, long offset) {
    return WaitInspection.isClosed(part, offset);
  }

  @Override
  public long mark(PartLook part, int role) {
    return ring().mark(part.from(RING), role);
  }

  @Override
  public void repair(PartRepair part) {
    // Whoever has the roles: anybody may close a channel, and any number of times.
    if (isHalfClosed(part.look())) {
      WaitInspection.close(part, SPACE);
      WaitInspection.close(part, RECORDS);
      part.done("half a close is completed");
    }
    ring().repair(part.from(RING));
    WaitInspection.reset(part, SPACE, SENDER);
    WaitInspection.reset(part, RECORDS, RECEIVER);
  }
}
