package dev.rouse.pool.process;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.file.PeerLostException;
import dev.rouse.internal.common.Uncaught;
import dev.rouse.memory.Region;
import dev.rouse.pool.JobHandler;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.ring.RecordHandler;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of one worker process, in the thread that runs it. What the pool says about a job
 * that runs comes to {@link Controls}.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class WorkerLoop<J, R> {
  private static final RecordCodec<Frame<Thrown>> THROWN = Frame.codec(Thrown.CODEC);
  private static final RecordCodec<Frame<String>> TEXT = Frame.codec(RecordCodec.utf8());

  /** How long this process may take to say why it ends: user code has a part in that. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  private final Ending ending;
  private final Receiver jobs;
  private final Sender replies;
  private final Controls controls;
  private final RecordCodec<J> jobCodec;
  private final RecordCodec<R> replyCodec;
  private final RecordCodec<Frame<R>> replyFrames;
  private final RecordHandler reader = this::read;
  private int maxReplyBytes;
  private String worker = "";

  /** The job that was read, until it is done. */
  private @Nullable Frame<Frame.Content<J>> next;

  /** What runs, or has run last. */
  private RunningJob current = new RunningJob(0, 0, "", (job, text) -> {});

  WorkerLoop(Region region, Ending ending, RecordCodec<J> jobs, RecordCodec<R> replies) {
    this.ending = ending;
    this.jobCodec = jobs;
    this.replyCodec = replies;
    this.replyFrames = Frame.codec(replies);
    this.jobs = Channel.attachReceiver(region, Protocol.JOBS);
    this.replies = Channel.attachSender(region, Protocol.REPLIES);
    this.controls = new Controls(region, ending);
  }

  /** Does jobs until there are no more. */
  void run(Supplier<? extends JobHandler<J, R>> handlers) {
    JobHandler<J, R> handler;
    try {
      controls.start();
      receive(); // the settings, which are there
      handler = Objects.requireNonNull(handlers.get(), "a handler from the factory: null");
      send(Protocol.READY, Protocol.VERSION, RecordCodec.ofInt());
      while (receive()) {
        Frame<Frame.Content<J>> frame = next;
        if (frame != null) {
          next = null;
          run(handler, frame);
        }
      }
    } catch (Throwable t) { // whatever it is: nobody else would end the process and tell the pool
      throw crash(t);
    }
    try {
      handler.close();
    } catch (Throwable t) {
      Uncaught.tell(t);
    }
  }

  /** Reads the next record. Returns false if no more comes. */
  private boolean receive() {
    try {
      return jobs.receiveUninterruptibly(reader, 1) != Receiver.END_OF_STREAM;
    } catch (IllegalStateException e) { // the pool's process has died, or has damaged the channel
      throw ending.end(Ending.ALONE);
    } finally {
      Thread.interrupted(); // by nobody that this class knows
    }
  }

  private void read(int type, MemorySegment memory, long offset, int length) {
    switch (type) {
      case Protocol.SETTINGS ->
          maxReplyBytes = Protocol.Settings.CODEC.decode(memory, offset, length).maxReplyBytes();
      case Protocol.NAME -> worker = RecordCodec.utf8().decode(memory, offset, length);
      case Protocol.JOB -> next = Frame.read(jobCodec, memory, offset, length);
      default -> throw new IllegalStateException("a record of type " + type);
    }
  }

  private void run(JobHandler<J, R> handler, Frame<Frame.Content<J>> frame) {
    var job = new RunningJob(frame.exchange(), frame.number(), worker, this::report);
    current = job;
    controls.begin(job);
    try {
      R reply;
      try {
        reply = handler.handle(frame.body().get(), job);
      } finally {
        job.end();
      }
      ProcessSettings.requireFits("reply", replyCodec, reply, maxReplyBytes, "maxReplyBytes");
      send(Protocol.REPLY, job.frame(reply), replyFrames);
    } catch (Error e) {
      throw e;
    } catch (Throwable t) { // sneaky ones included
      send(Protocol.FAILURE, job.frame(Thrown.of(t)), THROWN);
    }
  }

  private void report(RunningJob job, String text) {
    send(Protocol.REPORT, job.frame(Protocol.cut(text, Protocol.LONGEST_TEXT)), TEXT);
  }

  /** Sends a record. What a codec of the user throws, goes to the caller. */
  private <T> void send(int type, T value, RecordCodec<T> codec) {
    try {
      replies.sendUninterruptibly(type, value, codec);
    } catch (PeerLostException | ClosedException | CorruptRecordException e) {
      throw ending.end(Ending.ALONE);
    }
  }

  /** Says why this process ends, as well as that is still possible. Never returns. */
  private RuntimeException crash(Throwable thrown) {
    try {
      ending.startEnd(Ending.FAILED, LAST_WORDS_MILLIS);
      send(Protocol.CRASH, current.frame(Thrown.of(thrown)), THROWN);
      thrown.printStackTrace();
    } finally {
      ending.end(Ending.FAILED);
    }
    throw new IllegalStateException("ended");
  }
}
