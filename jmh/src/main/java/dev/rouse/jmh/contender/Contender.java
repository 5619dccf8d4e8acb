package dev.rouse.jmh.contender;

/**
 * Everything that a benchmark compares. The benchmarks' parameters, the declarations, the results
 * and the reports all use these names. A bound is no peer: it leaves out what a user needs, and
 * shows what is possible at best.
 */
public enum Contender {
  /** Rouse's ring: each record is claimed, written in place and committed. */
  RING("ring", 0xd9730d),
  /** Rouse's ring: 64 records are claimed and committed at once. */
  RING_BATCH("ring, batches", 0xf4b26b),
  /** Rouse's channel with the default wait policy. */
  CHANNEL("channel", 0xb5341f),
  /** Rouse's channel; both ends spin. */
  CHANNEL_SPINNING("channel, spinning", 0xb5341f),
  /** Rouse's channel; both ends sleep at once. */
  CHANNEL_PARKING("channel, parking", 0xb5341f),
  /** Rouse's channel; both ends spin for 25 microseconds, then sleep. */
  CHANNEL_SPIN_25US("channel, 25 us of spinning", 0xb5341f),
  /** Rouse's ring of longs, one by one. */
  LONG_RING("long ring", 0xe8b33a),
  /** Rouse's channel of longs with the default wait policy. */
  LONG_CHANNEL("long channel", 0xe07a5f),
  /** Rouse's channel of longs; both ends spin. */
  LONG_CHANNEL_SPINNING("long channel, spinning", 0xe07a5f),
  /** Rouse's channel of objects, with new objects. */
  OBJECT_CHANNEL("object channel", 0xc2571a),
  /** The same with objects made before the run: nothing is written. */
  OBJECT_CHANNEL_PREPARED("object channel, prepared", 0xe3a27c),
  /** Rouse's inbox: each sender has a channel of records, written in place. */
  INBOX("inbox", 0xb5341f),
  /** Rouse's inbox with channels of longs. */
  LONG_INBOX("inbox, longs", 0xe07a5f),
  /** Rouse's inbox with channels of objects, with new objects. */
  OBJECT_INBOX("inbox, objects", 0xc2571a),
  /** Rouse's pool through a submitter: jobs and replies of 8 bytes, written in place. */
  POOL_SUBMITTER("pool, submitter", 0xd9730d),
  /** Rouse's pool with a future for each job. */
  POOL_SUBMIT("pool, submit", 0xb5341f),
  /** Rouse's pool as an executor of tasks. */
  POOL_EXECUTE("pool, executor", 0xf4b26b),
  /** {@code Executors.newFixedThreadPool} with {@code execute}. */
  FIXED_EXECUTE("fixed pool, execute", 0x5f6b76),
  /** The same with {@code submit}. */
  FIXED_SUBMIT("fixed pool, submit", 0xa9b4be),
  /** {@code java.util.concurrent.ForkJoinPool} with {@code execute}. */
  FORK_JOIN_EXECUTE("ForkJoinPool, execute", 0x2f6db3),
  /** The same with {@code submit}. */
  FORK_JOIN_SUBMIT("ForkJoinPool, submit", 0x8fb8e3),
  /** A virtual thread for each task, with {@code execute}; all share the JDK's scheduler. */
  VIRTUAL_EXECUTE("virtual threads, execute", 0x2e7d5b),
  /** The same with {@code submit}. */
  VIRTUAL_SUBMIT("virtual threads, submit", 0x8cc9ad),
  /** No pool: the thread that has the jobs does them. */
  ONE_THREAD("one thread", 0x5f6b76),
  /** Agrona's {@code OneToOneRingBuffer}, claimed and committed. */
  AGRONA("Agrona", 0x2f6db3),
  /** The same without bounds checks. Rouse's checks cannot be switched off. */
  AGRONA_UNCHECKED("Agrona, unchecked", 0x8fb8e3),
  /** JCTools' {@code SpscArrayQueue} of new objects. */
  JCTOOLS("JCTools", 0x2e7d5b),
  /** The same with objects made before the run: nothing is written. */
  JCTOOLS_PREALLOCATED("JCTools, prepared (bound)", 0x8cc9ad),
  /** JCTools' {@code MpscBlockingConsumerArrayQueue} of new objects; its sender does not sleep. */
  JCTOOLS_BLOCKING("JCTools, blocking", 0x2e7d5b),
  /** The same with objects made before the run. */
  JCTOOLS_BLOCKING_PREPARED("JCTools, blocking, prepared", 0x8cc9ad),
  /** Conversant's {@code PushPullBlockingQueue} of new objects, with its default policy. */
  CONVERSANT("Conversant", 0x3f8f8a),
  /** The same with objects made before the run. */
  CONVERSANT_PREPARED("Conversant, prepared", 0x9accc8),
  /** The Disruptor with one producer and {@code YieldingWaitStrategy}. */
  DISRUPTOR("Disruptor", 0x6b4fa0),
  /** The Disruptor with {@code BlockingWaitStrategy}; its sender does not sleep. */
  DISRUPTOR_BLOCKING("Disruptor, blocking", 0x6b4fa0),
  /** {@code java.util.concurrent.ArrayBlockingQueue}. */
  ARRAY_BLOCKING_QUEUE("ArrayBlockingQueue", 0x5f6b76),
  /** {@code java.util.concurrent.LinkedBlockingQueue}, bounded. */
  LINKED_BLOCKING_QUEUE("LinkedBlockingQueue", 0x8d99a3),
  /** {@code java.util.concurrent.LinkedTransferQueue}. */
  LINKED_TRANSFER_QUEUE("LinkedTransferQueue", 0xa9b4be),
  /** The ring's layout and stores in a {@code long[]}, without any check. */
  ARRAY("array (bound)", 0x8a6d3b),
  /** The same in batches of 64. */
  ARRAY_BATCH("array, batches (bound)", 0xcbb98f),
  /** A clone of the sender's buffer through an {@code ArrayBlockingQueue}. */
  COPY("copy", 0x2f6db3),
  /** The JDK's serialization through an {@code ArrayBlockingQueue}. */
  SERIALIZATION("serialization", 0xa9b4be),
  /** Rouse's ring, polled without a pause. */
  BUSY_SPIN("busy spin", 0x6b4fa0),
  /** Rouse's ring, polled with Agrona's {@code BackoffIdleStrategy}. */
  BACKOFF("back-off", 0x2f6db3),
  /** Rouse's ring, polled every millisecond. */
  SLEEP_1MS("sleep 1 ms", 0x2e7d5b),
  /** Rouse's counter. */
  ATOMIC_COUNTER("AtomicCounter", 0xd9730d),
  /** The same memory without checks of bounds, thread and lifetime. */
  UNCHECKED("unchecked segment (bound)", 0x8fb8e3),
  /** {@code java.util.concurrent.atomic.AtomicLong}. */
  ATOMIC_LONG("AtomicLong", 0x5f6b76),
  /** {@code java.util.concurrent.atomic.AtomicLongFieldUpdater}. */
  FIELD_UPDATER("AtomicLongFieldUpdater", 0xa9b4be),
  /** Rouse's counter for many threads. */
  STRIPED_COUNTER("StripedCounter", 0xd9730d),
  /** {@code java.util.concurrent.atomic.LongAdder}. */
  LONG_ADDER("LongAdder", 0x5f6b76),
  /** Rouse's job signal, whose consumer sleeps at once. */
  SIGNAL("signal", 0xd9730d),
  /** The same with waits that an interrupt does not end. */
  SIGNAL_UNINTERRUPTIBLE("signal, uninterruptible", 0xd9730d),
  /** Rouse's job signal, whose consumer sleeps with {@code LockSupport}. */
  SIGNAL_LOCK_SUPPORT("signal, LockSupport", 0xd9730d),
  /** Rouse's job signal, whose consumer spins. */
  SIGNAL_SPINNING("signal, spinning", 0xf4b26b),
  /** {@code LockSupport.park} and {@code unpark}. */
  PARK_UNPARK("park and unpark", 0x5f6b76),
  /** {@code java.util.concurrent.Semaphore}. */
  SEMAPHORE("Semaphore", 0x5f6b76),
  /** {@code java.util.concurrent.SynchronousQueue}. */
  SYNCHRONOUS_QUEUE("SynchronousQueue", 0xa9b4be),
  /** A C program that uses futexes. */
  C_FUTEX("C, futex (bound)", 0x8a6d3b),
  /** Rouse's ring of longs in a file, between two processes. */
  IPC_LONG_RING("long ring, processes", 0xe8b33a),
  /** The same file and code, with a thread in place of the other process. */
  IPC_LONG_RING_THREADS("long ring, threads", 0xf3d99c),
  /** Rouse's channel of longs in a file, between two processes. */
  IPC_LONG_CHANNEL("long channel, processes", 0xe07a5f),
  /** The same file and code, with a thread in place of the other process. */
  IPC_LONG_CHANNEL_THREADS("long channel, threads", 0xf0bcae),
  /** Rouse's ring in a file, written in place, between two processes. */
  IPC_RING("ring, processes", 0xd9730d),
  /** The same file and code, with a thread in place of the other process. */
  IPC_RING_THREADS("ring, threads", 0xf4b26b),
  /** Rouse's channel in a file, written in place, between two processes. */
  IPC_CHANNEL("channel, processes", 0xb5341f),
  /** The same file and code, with a thread in place of the other process. */
  IPC_CHANNEL_THREADS("channel, threads", 0xda9a8f),
  /** Rouse's job signal in a file, whose consumer sleeps at once, between two processes. */
  IPC_SIGNAL("signal, processes", 0xd9730d),
  /** Rouse's channel of longs in a file, whose ends sleep at once, between two processes. */
  IPC_LONG_CHANNEL_PARKING("long channel, parking, processes", 0xe07a5f),
  /** Rouse's channel in a file, whose ends sleep at once, between two processes. */
  IPC_CHANNEL_PARKING("channel, parking, processes", 0xb5341f),
  /** Aeron's IPC, claimed and written in place; its reader spins. */
  AERON("Aeron", 0x2f6db3),
  /** The same; its reader has Agrona's {@code BackoffIdleStrategy}. */
  AERON_BACKOFF("Aeron, back-off", 0x8fb8e3),
  /** A pipe, written and read in buffers of 8 KiB. */
  PIPE("pipe, buffers", 0x5f6b76),
  /** The same with a system call for each message that is written. */
  PIPE_EACH("pipe, each", 0xa9b4be),
  /** A Unix-domain socket, written and read in buffers of 8 KiB. */
  UNIX_SOCKET("Unix socket, buffers", 0x2e7d5b),
  /** The same with a system call for each message that is written. */
  UNIX_SOCKET_EACH("Unix socket, each", 0x8cc9ad),
  /** Two C processes that use futexes in memory that they share. */
  C_FUTEX_PROCESSES("C, futex, processes (bound)", 0x8a6d3b);

  private final String label;
  private final int rgb;

  Contender(String label, int rgb) {
    this.label = label;
    this.rgb = rgb;
  }

  /** Returns the name for readers. */
  public String label() {
    return label;
  }

  /** Returns its color in all charts: Rouse's are warm, the others are not. */
  public int rgb() {
    return rgb;
  }

  /** Returns the error for a benchmark that cannot measure this one. */
  public IllegalArgumentException unsupported(String what) {
    return new IllegalArgumentException(
        "contender: %s, expected one that is %s".formatted(this, what));
  }
}
