package dev.rouse.pool.process;

import dev.rouse.file.PeerLostException;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.pool.Job;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.wait.ClosedException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One job in a worker process: sends it, waits for the reply, and passes on what happens meanwhile
 * in both directions. For the thread of the worker in the pool.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class Exchange<J, R> {
  /**
   * How often to ask whether the job was cancelled. Who cancels it with an interrupt, by a time
   * limit or by stopping the pool wakes this thread; there is no call for the other cases.
   */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The system may say later that a process has ended than it releases its locks. */
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ProcessSettings<J, R> settings;
  private final RemoteWorker<J, R> remote;
  private final Job context;
  private final String worker;
  private long number;
  private boolean told;
  private boolean interrupts;
  private long cancelledAt;
  private boolean killed;

  /** What the process has said of the error of which it dies. */
  private @Nullable Thrown crash;

  private long crashedAt;

  Exchange(ProcessSettings<J, R> settings, RemoteWorker<J, R> remote, Job context) {
    this.settings = settings;
    this.remote = remote;
    this.context = context;
    this.worker = context.worker();
  }

  /**
   * Does the job.
   *
   * @return the reply
   * @throws HandlerException if the handler has thrown an exception
   * @throws RuntimeException what a codec of the user throws; the process can go on
   * @throws WorkerLostError if there is no answer, and the process is gone
   */
  R run(J job) throws HandlerException {
    try {
      number = remote.send(job, context.number(), worker);
    } catch (CorruptRecordException | ClosedException e) {
      // Others are those of the codec: nothing was sent then, and the process can go on.
      remote.kill();
      throw lost("was killed, because it has damaged its channel", e);
    }
    Answer<R> reply = await();
    if (reply.type() == Protocol.FAILURE) {
      throw new HandlerException(remote.pid(), reply.thrown());
    }
    return reply.reply();
  }

  /** Waits for the end of the job: a reply or a failure. */
  private Answer<R> await() {
    boolean answered = false;
    try {
      if (number == 0) {
        throw lost("was killed, because it has damaged its channel", null);
      }
      while (true) {
        Answer<R> answer = receive();
        if (answer != null && answer.isFor(number)) {
          switch (answer.type()) {
            case Protocol.REPLY, Protocol.FAILURE -> {
              answered = true;
              return answer;
            }
            case Protocol.CRASH -> { // its end comes next
              crash = answer.thrown();
              crashedAt = System.nanoTime();
            }
            default -> context.report(answer.report());
          }
        }
        passOnCancel();
        if (crash != null && System.nanoTime() - crashedAt >= settings.stopNanos()) {
          remote.kill(); // it does end by itself, unless it is stopped or swaps
        }
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      // It has the channel no more, although it lives, or has sent what is no answer.
      throw lost("was killed, because it does not follow the protocol", e);
    } finally {
      if (!answered) {
        remote.kill(); // it may still do the job, or have more to say about it
      }
    }
  }

  private @Nullable Answer<R> receive() {
    try {
      return remote.receive(LOOK_NANOS);
    } catch (InterruptedException e) {
      interrupts = true; // meant for the handler
      return null;
    } catch (RemoteWorker.EndedException e) {
      throw ended();
    } catch (PeerLostException e) { // seen before the system has said how the process has ended
      throw remote.hasEnded(END_NANOS)
          ? ended()
          : lost("was killed, because it has left its channel", e);
    }
  }

  private WorkerLostError ended() {
    Throwable cause = crash == null ? null : new RemoteTrace(remote.pid(), crash);
    if (killed) {
      return lost("was killed, because the job did not end after its cancel", cause);
    }
    String thrown = crash == null ? "" : " after " + crash.summary();
    return lost("has ended with " + remote.status() + thrown, cause);
  }

  private void passOnCancel() {
    if (!told && context.isCancelled()) {
      if (cancelledAt == 0) {
        cancelledAt = System.nanoTime() | 1; // 0 stands for none
      }
      told = remote.tell(Protocol.CANCEL, number);
    }
    if (interrupts && (told || !context.isCancelled())) { // the reason first
      interrupts = !remote.tell(Protocol.INTERRUPT, number);
    }
    if (cancelledAt != 0
        && !killed
        && settings.killNanos() != Deadline.FOREVER
        && System.nanoTime() - cancelledAt >= settings.killNanos()) {
      killed = true;
      remote.kill();
    }
  }

  /** Tells whether the process was killed because the job went on after its cancel. */
  boolean hasKilled() {
    return killed;
  }

  private WorkerLostError lost(String how, @Nullable Throwable cause) {
    return new WorkerLostError(remote.pid(), context.number(), worker, how, cause);
  }
}
