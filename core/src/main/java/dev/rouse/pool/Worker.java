package dev.rouse.pool;

import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A worker: takes jobs from its own queue and from the shared one, and sleeps in its inbox. */
final class Worker {
  /** It takes at most so many jobs before it looks elsewhere. */
  private static final int TURN = 64;

  /** A turn whose jobs have taken longer than this is the last one of its length. */
  private static final long LONG_TURN_NANOS = 20_000;

  private static final int WAKES = 16;

  private final int index;
  private final Crew crew;
  private final Accounts accounts;
  private final Queue<Object> own = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Inbox inbox;
  private final InboxReceiver receiver;

  /** Wakes this worker. For any thread, so guarded by itself. */
  private final LongSender waker;

  /** How many jobs the next turn has at most: few, if jobs are long. */
  private int turn = 1;

  private boolean fromOwn;

  /** See {@link #next}. Passed on by the start of a thread. */
  private @Nullable Object retry;

  private volatile @Nullable Worker successor;
  private volatile boolean busy;

  Worker(int index, Crew crew, Accounts accounts, WaitPolicy policy) {
    this.index = index;
    this.crew = crew;
    this.accounts = accounts;
    this.inbox = Inbox.create(policy);
    this.receiver = inbox.receiver();
    this.waker = inbox.newLongSender(WAKES, ignored -> {});
  }

  int index() {
    return index;
  }

  /** Queues a job for this worker. By any thread. */
  void queue(Object task) {
    own.add(task);
    queued.incrementAndGet();
  }

  /** Takes a job from its own queue. By any thread, but in this order only by one. */
  @Nullable Object pollOwn() {
    Object task = own.poll();
    if (task != null) {
      queued.decrementAndGet();
    }
    return task;
  }

  /** The thread that runs this worker will die of a job; the next one begins with that. */
  void retry(Object task) {
    retry = task;
  }

  /** Takes the job with which the next thread would begin. */
  @Nullable Object takeRetry() {
    Object again = retry;
    retry = null;
    return again;
  }

  /** This worker is gone for good; another one takes its jobs. */
  void lose(Worker heir) {
    successor = heir;
  }

  boolean isLost() {
    return successor != null;
  }

  /** Returns who takes the jobs of this worker, which is lost. */
  Worker successor() {
    return Objects.requireNonNull(successor);
  }

  /** Takes those jobs out of its queue that were cancelled. By any thread. */
  void purge() {
    own.removeIf(
        task -> {
          boolean gone = task instanceof JobFuture<?> future && future.isWithdrawn();
          if (gone) {
            queued.decrementAndGet();
          }
          return gone;
        });
  }

  /** Returns how many jobs are in its own queue, and one more if it runs one. */
  int pending() {
    // A job may be taken before it was counted.
    return Math.max(0, queued.get()) + (busy ? 1 : 0);
  }

  /** Wakes this worker. By any thread. */
  void wake() {
    synchronized (waker) {
      try {
        waker.trySend(0); // if it is full, the worker has been woken and has not looked yet
      } catch (ClosedException e) {
        // It has ended.
      }
    }
  }

  /** Runs jobs until the pool has ended. */
  void work(Runner runner) {
    while (runTurn(runner) || receiver.drain(Integer.MAX_VALUE) > 0 || sleep()) {
      // Each of them says whether to go on.
    }
  }

  void end() {
    inbox.close();
  }

  private boolean runTurn(Runner runner) {
    Object task = next();
    if (task == null) {
      return false;
    }
    busy = true;
    try {
      crew.isBusy(this);
    } catch (RuntimeException e) {
      // The system has refused to wake another worker. The job that was taken must still be done.
    }
    long start = System.nanoTime();
    int count = 0;
    try {
      do {
        runner.run(task);
        count++;
        task = count < turn ? next() : null;
      } while (task != null);
    } finally {
      busy = false;
    }
    long nanos = System.nanoTime() - start;
    crew.took(nanos, count);
    turn = nanos > LONG_TURN_NANOS ? Math.max(1, turn / 2) : Math.min(TURN, 2 * turn);
    return true;
  }

  /**
   * Takes a job from its own queue and from the shared one, in turns; first the one of which the
   * thread before this one has died, so that it keeps its place.
   */
  private @Nullable Object next() {
    Object again = retry;
    if (again != null) {
      retry = null;
      return again;
    }
    fromOwn = !fromOwn;
    Object task = fromOwn ? pollOwn() : crew.poll();
    if (task == null) {
      task = fromOwn ? crew.poll() : pollOwn();
    }
    return task;
  }

  /** Returns false if the pool has ended. */
  private boolean sleep() {
    crew.fallAsleep(this);
    boolean watches = crew.watches(this);
    try {
      if (crew.hasQueued() || !own.isEmpty()) {
        return true;
      }
      if (accounts.haveAllEnded()) {
        return false;
      }
      if (watches) {
        int woken = receiver.receive(Integer.MAX_VALUE, Crew.WATCH_NANOS, TimeUnit.NANOSECONDS);
        if (woken == 0 && crew.hasQueued()) {
          crew.guessedWrong();
        }
      } else {
        receiver.receiveUninterruptibly(Integer.MAX_VALUE);
      }
      return true;
    } catch (InterruptedException e) {
      return true; // by nobody who knows of this pool: it is told what to do in other ways
    } finally {
      crew.awake(this);
    }
  }
}
