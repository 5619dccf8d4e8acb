package dev.rouse.samples;

// @start region="program"
import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sends values that hold text. */
final class OwnCodecSample {
  record Note(int author, String text) {}

  static final class NoteCodec implements RecordCodec<Note> {
    private static final RecordCodec<String> TEXT = RecordCodec.utf8();

    @Override
    public int byteSize(Note note) {
      return Integer.BYTES + TEXT.byteSize(note.text());
    }

    @Override
    public int maxByteSize(Note note) {
      return Integer.BYTES + TEXT.maxByteSize(note.text());
    }

    @Override
    public int encode(Note note, MemorySegment target, long offset) {
      target.set(ValueLayout.JAVA_INT_UNALIGNED, offset, note.author());
      return Integer.BYTES + TEXT.encode(note.text(), target, offset + Integer.BYTES);
    }

    @Override
    public Note decode(MemorySegment source, long offset, int length) {
      int author = source.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
      return new Note(author, TEXT.decode(source, offset + Integer.BYTES, length - Integer.BYTES));
    }
  }

  public static void main(String[] args) {
    RecordCodec<Note> notes = new NoteCodec();
    SpscRing ring = SpscRing.allocate(1024);
    ring.producer().offer(1, new Note(7, "Hello"), notes);
    ring.consumer()
        .poll(
            (type, segment, offset, length) ->
                System.out.println(notes.decode(segment, offset, length)));
  }
}
// @end
