package dev.rouse.ring;

import static dev.rouse.ring.LongRingLayout.FORMAT;
import static dev.rouse.ring.LongRingLayout.HEAD;
import static dev.rouse.ring.LongRingLayout.SLOTS;
import static dev.rouse.ring.LongRingLayout.TAIL;

import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.inspect.PartRepair;
import dev.rouse.internal.memory.Words;
import java.util.Map;

/**
 * Looks at a ring of longs from outside.
 *
 * <p>The positions are checked as those of {@link RingInspector}. Then each slot is checked once:
 *
 * <ul>
 *   <li>A value between head and tail is not overwritten before the head is beyond it. So if its
 *       slot does not have the lap's bit, the head is read again: unless it has moved on, the value
 *       is missing. The last one may be missing, because the tail is written before the slot. A
 *       processor may let the others see the tail a moment before the slots before it, so the check
 *       looks again for a while.
 *   <li>A slot that has the bit of a value which is not sent yet would be taken for that value. The
 *       tail is written before the slot, so whoever sees the new slot sees a tail beyond it.
 * </ul>
 */
final class LongRingInspector extends PartInspector {
  LongRingInspector() {
    super(ofInts(LongRing::byteSize));
  }

  @Override
  public void facts(PartLook part, Map<String, Object> facts) {
    long head = part.getLong(HEAD);
    long tail = part.getLong(TAIL);
    facts.put("written", tail);
    facts.put("freed", head);
    facts.put("used", Math.clamp(tail - head, 0, (long) part.capacity()));
  }

  @Override
  public void check(PartLook part, Findings findings) {
    try {
      RingFormat.LONGS.require(part.memory(), FORMAT, part.capacity());
    } catch (IllegalStateException e) {
      findings.error(String.valueOf(e.getMessage()));
      return;
    }
    long first = part.getLong(HEAD);
    long tail = part.getLong(TAIL);
    long head = part.getLong(HEAD);
    if (first < 0 || head - first < 0 || tail - first < 0 || tail - head > part.capacity()) {
      findings.error(
          "the positions are %d (consumer) and %d (producer), expected two in this order, 0 or more, at most %d apart"
              .formatted(head, tail, part.capacity()));
      return;
    }
    // A whole lap: what was sent, then what is not sent yet.
    for (long position = head; position - head < part.capacity(); position++) {
      if (!isRight(part, position, tail, findings)) {
        return; // one is enough, there may be millions
      }
    }
  }

  private static boolean isRight(PartLook part, long position, long tail, Findings findings) {
    if (position < tail) {
      if (isPublished(part, position)) {
        return true;
      }
      if (!findings.stays(() -> isMissing(part, position))) {
        return true;
      }
      if (position != tail - 1) {
        findings.error(
            "position %d: nothing, expected a value before the producer's position %d"
                .formatted(position, tail));
        return false;
      }
      if (!part.isHeld(LongRing.PRODUCER)
          && isMissing(part, position)
          && part.getLong(TAIL) == tail) {
        findings.note(
            "the last value was not completed: position %d is one too far, the next %s corrects it"
                .formatted(tail, part.roleName(LongRing.PRODUCER)));
      }
      return true;
    }
    // The slot first; see the class.
    if (isPublished(part, position) && part.getLong(TAIL) <= position) {
      findings.error(
          "position %d: a value, expected none at or after the producer's position %d"
              .formatted(position, tail));
      return false;
    }
    return true;
  }

  private static boolean isMissing(PartLook part, long position) {
    return !isPublished(part, position) && part.getLong(HEAD) <= position;
  }

  private static boolean isPublished(PartLook part, long position) {
    int capacity = part.capacity();
    long slot = part.getLong(SLOTS + ((position & (capacity - 1)) << 3));
    return LongRingLayout.isPublished(slot, position, LongRingLayout.lapShift(capacity));
  }

  @Override
  public long mark(PartLook part, int role) {
    if (role != LongRing.CONSUMER) {
      return 0;
    }
    long head = part.getLong(HEAD);
    long tail = part.getLong(TAIL);
    if (!isInOrder(part, head, tail)) {
      return -1;
    }
    return tail > head && !isPublished(part, tail - 1) ? tail - 1 : tail;
  }

  private static boolean isInOrder(PartLook part, long head, long tail) {
    return head >= 0 && tail >= head && tail - head <= part.capacity();
  }

  @Override
  public void repair(PartRepair part) {
    PartLook look = part.look();
    long head = look.getLong(HEAD);
    long tail = look.getLong(TAIL);
    // Nobody publishes meanwhile, and the consumer does not take what is not published. If more
    // than the last value is missing, that is damage, and no step between two stores.
    if (part.mayRepair(LongRing.PRODUCER)
        && isInOrder(look, head, tail)
        && tail > head
        && isMissing(look, tail - 1)
        && (tail - 1 == head || !isMissing(look, tail - 2))) {
      Words.setVolatile(look.memory(), Words.base(look.memory()), TAIL, tail - 1);
      part.done("the position %d was one too far, it is %d".formatted(tail, tail - 1));
    }
  }
}
