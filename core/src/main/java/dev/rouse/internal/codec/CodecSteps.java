package dev.rouse.internal.codec;

import java.lang.foreign.MemorySegment;

/**
 * The shapes that derived codecs are made into. Public for {@link
 * java.lang.invoke.MethodHandleProxies}, which takes public interfaces only.
 */
public final class CodecSteps {
  private CodecSteps() {}

  /** Writes a value. */
  @FunctionalInterface
  public interface Encoder {
    /**
     * Writes a value.
     *
     * @param value the value
     * @param target where to write
     * @param offset where in {@code target} the value starts, in bytes
     */
    void encode(Object value, MemorySegment target, long offset);
  }

  /** Reads a value. */
  @FunctionalInterface
  public interface Decoder {
    /**
     * Reads a value.
     *
     * @param source where to read
     * @param offset where in {@code source} the value starts, in bytes
     * @return the value
     */
    Object decode(MemorySegment source, long offset);
  }
}
