package dev.rouse.internal.inspect;

import dev.rouse.file.PartKind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The inspectors by the kinds that they know. The classes of the blocks are above this package and
 * enter theirs when they are initialized, so that nothing of this is in their public methods.
 */
public final class PartInspectors {
  private static final Map<PartKind, PartInspector> ALL = new ConcurrentHashMap<>();

  static {
    enter(PartKind.BYTES, new BytesInspector());
  }

  private PartInspectors() {}

  /**
   * Enters the inspector of a kind.
   *
   * @param kind the kind
   * @param inspector who knows it
   */
  public static void enter(PartKind kind, PartInspector inspector) {
    ALL.put(kind, inspector);
  }

  /**
   * Returns the inspector of a kind.
   *
   * @param kind the kind
   * @return who knows it; nothing if nobody does
   */
  public static Optional<PartInspector> of(PartKind kind) {
    return Optional.ofNullable(ALL.get(kind));
  }

  /**
   * Returns the inspector of a kind on which another one is built.
   *
   * @param kind the kind
   * @return who knows it
   * @throws IllegalStateException if its class was not initialized
   */
  public static PartInspector required(PartKind kind) {
    return of(kind)
        .orElseThrow(() -> new IllegalStateException("no inspector of a " + kind + " was entered"));
  }

  /** Memory without structure. Its capacity may be larger than an int. */
  private static final class BytesInspector extends PartInspector {
    BytesInspector() {
      super(capacity -> capacity);
    }

    @Override
    public void facts(PartLook part, Map<String, Object> facts) {}

    @Override
    public void check(PartLook part, Findings findings) {}
  }
}
