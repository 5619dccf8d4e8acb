package dev.rouse.pool;

import dev.rouse.internal.pool.slots.Submission;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Makes handlers of records out of those of values, and the other way round. */
final class RecordHandlers {
  private RecordHandlers() {}

  /** Has a handler of values do the jobs that are records. */
  static <J, R> RecordJobHandler ofRecords(RecordFormat<J, R> format, JobHandler<J, R> handler) {
    var jobs = format.jobs();
    var replies = format.replies();
    int most = format.maxReplyBytes();
    return (memory, offset, length, replyOffset, context) -> {
      R reply = handler.handle(jobs.decode(memory, offset, length), context);
      if (replies.maxByteSize(reply) > most) {
        requireFits("reply", replies.byteSize(reply), most, "maxReplyBytes");
      }
      return replies.encode(reply, memory, replyOffset);
    };
  }

  /** Makes what does a worker's jobs out of a handler of records, which is closed if that fails. */
  static Handlers<byte[], byte[]> handlers(
      RecordFormat<byte[], byte[]> format, RecordJobHandler handler) {
    try {
      return new Handlers<>(ofBytes(format, handler), handler, handler::close);
    } catch (Throwable t) { // no memory for the records
      try {
        handler.close();
      } catch (Throwable alsoThrown) {
        t.addSuppressed(alsoThrown);
      }
      throw t;
    }
  }

  /** Has a handler of records do the jobs that are bytes on the heap. For one worker. */
  static JobHandler<byte[], byte[]> ofBytes(
      RecordFormat<byte[], byte[]> format, RecordJobHandler handler) {
    int mostJob = format.maxJobBytes();
    int mostReply = format.maxReplyBytes();
    long replyAt = Submission.align(mostJob);
    MemorySegment memory =
        Arena.ofAuto().allocate(replyAt + Math.max(1, mostReply), Submission.ALIGNMENT);
    return (job, context) -> {
      requireFits("job", job.length, mostJob, "maxJobBytes");
      MemorySegment.copy(job, 0, memory, ValueLayout.JAVA_BYTE, 0, job.length);
      int length = handler.handle(memory, 0, job.length, replyAt, context);
      requireFits("reply", length, mostReply, "maxReplyBytes");
      return memory.asSlice(replyAt, length).toArray(ValueLayout.JAVA_BYTE);
    };
  }

  private static void requireFits(String what, int bytes, int most, String setting) {
    if (bytes < 0 || bytes > most) {
      throw new IllegalArgumentException(
          "%s: %d bytes, expected 0 to %d: see WorkerPoolBuilder.%s"
              .formatted(what, bytes, most, setting));
    }
  }
}
