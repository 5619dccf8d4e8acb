package dev.rouse.ring;

import static dev.rouse.ring.RingLayout.CORRUPT;
import static dev.rouse.ring.RingLayout.FORMAT;
import static dev.rouse.ring.RingLayout.HEAD;
import static dev.rouse.ring.RingLayout.HEADER_BYTES;
import static dev.rouse.ring.RingLayout.PADDING_TYPE;
import static dev.rouse.ring.RingLayout.RECORDS;
import static dev.rouse.ring.RingLayout.RECORD_ALIGNMENT;
import static dev.rouse.ring.RingLayout.TAIL;

import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import java.util.Map;

/**
 * Looks at a ring of records from outside.
 *
 * <p>The check reads head, tail and head again. Positions only grow, and at every moment the tail
 * is at least the head and at most the capacity beyond it. So however far both have moved between
 * the reads, the tail is at least the first head and at most the capacity beyond the second one.
 * (Each side writes its position after it has read the other's, so who sees the one also sees the
 * other.)
 *
 * <p>A record that was published is not overwritten before the head is beyond its start. So the
 * check reads a header, and then the head: if the head is still not beyond that place, the header
 * is that of the record. Otherwise it goes on at the head, where a record starts, too. Reads of
 * processors on which another one's stores are seen by all at the same time, as on x86-64 and
 * AArch64, are enough for that: the new header was written after the head had been read.
 */
final class RingInspector extends PartInspector {
  RingInspector() {
    super(ofInts(SpscRing::byteSize));
  }

  @Override
  public void facts(PartLook part, Map<String, Object> facts) {
    long head = part.getLong(HEAD);
    long tail = part.getLong(TAIL);
    facts.put("written", tail);
    facts.put("freed", head);
    facts.put("used", Math.clamp(tail - head, 0, (long) part.capacity()));
    if (part.getLong(CORRUPT) != 0) {
      facts.put("corrupt", true);
    }
  }

  @Override
  public void check(PartLook part, Findings findings) {
    try {
      RingFormat.RECORDS.require(part.memory(), FORMAT, part.capacity());
    } catch (IllegalStateException e) {
      findings.error(String.valueOf(e.getMessage()));
      return;
    }
    if (part.getLong(CORRUPT) != 0) {
      findings.error("its consumer has found a corrupt record: it is closed for good");
    }
    long first = part.getLong(HEAD);
    long tail = part.getLong(TAIL);
    long head = part.getLong(HEAD);
    // Differences: they are right also if a word holds any value at all.
    if (first < 0
        || head - first < 0
        || tail - first < 0
        || tail - head > part.capacity()
        || (first | tail | head) % RECORD_ALIGNMENT != 0) {
      findings.error(
          "the positions are %d (consumer) and %d (producer), expected multiples of %d in this order, at most %d apart"
              .formatted(head, tail, RECORD_ALIGNMENT, part.capacity()));
      return;
    }
    walk(part, head, tail, findings);
  }

  /**
   * Every step goes forward by at least 8 bytes, and there is no more than the capacity to walk.
   */
  private static void walk(PartLook part, long start, long tail, Findings findings) {
    long mask = part.capacity() - 1L;
    long position = start;
    while (position < tail) {
      long header = part.getLong(RECORDS + (position & mask));
      long head = part.getLong(HEAD);
      if (head > position) {
        position = head;
        continue;
      }
      long toEnd = Math.min(tail - position, mask + 1 - (position & mask));
      int length = RingLayout.length(header);
      int type = RingLayout.type(header);
      if (length < 0 || length > toEnd - HEADER_BYTES || (type < 1 && type != PADDING_TYPE)) {
        findings.error(
            "position %d: a record of type %d and length %d, expected type 1 or more and at most %d bytes"
                .formatted(position, type, length, toEnd - HEADER_BYTES));
        return;
      }
      position += RingLayout.recordBytes(length);
    }
  }

  @Override
  public long mark(PartLook part, int role) {
    if (role != SpscRing.CONSUMER) {
      return 0;
    }
    long head = part.getLong(HEAD);
    long tail = part.getLong(TAIL);
    boolean right =
        head >= 0
            && tail >= head
            && tail - head <= part.capacity()
            && (head | tail) % RECORD_ALIGNMENT == 0;
    return right ? tail : -1;
  }
}
