package dev.rouse.processes;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/** A process that works until a test kills it at a random moment. */
final class Victim extends Child {
  /** What it does, for ever. */
  enum Work {
    /** Sends its position; says how far it is in the counter "sent". */
    SEND,

    /** Counts each value that it handles in the table "handled", and all in "count". */
    RECEIVE,

    /** Creates the file again and again, in place of the one that is there. */
    CREATE,

    /** Adds jobs; says how many in the counter "added". */
    ADD,

    /** Damages the file and repairs it; says how often in the counter "count". */
    REPAIR
  }

  /** How many values there are while it is damaged and repaired. */
  static final int SENT = 10;

  /** How often a value may be counted as new, and as one that may be repeated. */
  static final int BYTES_PER_VALUE = 2;

  private Victim(Process process) {
    super(process);
  }

  static Victim start(Path file, Work work) throws IOException {
    return new Victim(process(true, Victim.class, List.of(file, work)));
  }

  /** What is in the file. */
  static Part[] parts(int values) {
    return new Part[] {
      LongChannel.part("longs", 64),
      AtomicCounter.part("sent"),
      AtomicCounter.part("count"),
      Part.bytes("handled", (long) values * BYTES_PER_VALUE),
      JobSignal.part("jobs"),
      AtomicCounter.part("added")
    };
  }

  public static void main(String[] args) throws Exception {
    Thread input = new Thread(Child::stay, "ends-with-the-test");
    input.setDaemon(true);
    input.start();
    Path file = Path.of(args[0]);
    if (Work.valueOf(args[1]) == Work.CREATE) {
      say("attached");
      while (true) {
        Region.create(file, IfExists.REPLACE, parts(1_000)).close();
      }
    }
    try (Region region = Region.open(file)) {
      switch (Work.valueOf(args[1])) {
        case SEND -> send(region);
        case RECEIVE -> receive(region);
        case ADD -> add(region);
        case REPAIR -> damageAndRepair(file, region);
        case CREATE -> throw new IllegalStateException();
      }
    }
  }

  private static void send(Region region) throws InterruptedException {
    LongSender sender = attached(() -> LongChannel.attachSender(region, "longs"));
    AtomicCounter sent = AtomicCounter.at(region, "sent");
    while (true) {
      sender.send(sender.position());
      sent.set(sender.position());
    }
  }

  private static void receive(Region region) throws InterruptedException {
    LongReceiver receiver = attached(() -> LongChannel.attachReceiver(region, "longs"));
    MemorySegment table = region.bytes("handled");
    AtomicCounter count = AtomicCounter.at(region, "count");
    while (true) {
      try {
        receiver.forEach(
            value -> {
              handle(receiver, table, count, value);
              work();
            });
        return; // the end of the stream
      } catch (PeerLostException e) {
        // The test's own sender does not die.
        throw new AssertionError(e);
      }
    }
  }

  /** For some microseconds: so that it is mostly in a handler when it is killed. */
  private static void work() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 5_000) {
      Thread.onSpinWait();
    }
  }

  /** Notes a value, as one that may be repeated or as one that is new. */
  static void handle(LongReceiver receiver, MemorySegment table, AtomicCounter count, long value) {
    long at = BYTES_PER_VALUE * value + (receiver.mayBeRepeated() ? 1 : 0);
    byte times = table.get(ValueLayout.JAVA_BYTE, at);
    table.set(ValueLayout.JAVA_BYTE, at, (byte) Math.min(times + 1, Byte.MAX_VALUE));
    count.incrementAndGet();
  }

  private static void add(Region region) {
    JobSignal signal = JobSignal.attach(region, "jobs");
    AtomicCounter added = AtomicCounter.at(region, "added");
    say("attached");
    while (true) {
      signal.increment();
      added.incrementAndGet();
    }
  }

  private static void damageAndRepair(Path file, Region region) throws IOException {
    // One at a time.
    var turn = attached(() -> JobSignal.attachConsumer(region, "jobs", WaitPolicy.adaptive()));
    RawFile longs = RawFile.part(region, "longs");
    RawFile header = RawFile.start(region);
    AtomicCounter count = AtomicCounter.at(region, "count");
    repair(file, longs); // what the one before has left
    while (!turn.isClosed()) {
      longs.setInt(RawFile.RECORDS_STATE, RawFile.HOT);
      longs.setInt(RawFile.SPACE_STATE, RawFile.HOT);
      longs.set(RawFile.TAIL, SENT + 1);
      long sender = RawFile.HEADER + (long) region.parts().size() * RawFile.ENTRY;
      header.set(sender + RawFile.ROLE_STATE, 1); // of one who has died
      repair(file, longs);
      count.incrementAndGet();
    }
  }

  /** Repairs a file, and checks that all of that was repaired. */
  static void repair(Path file, RawFile longs) {
    ToolRun repair = ToolRun.of("repair", "--json", file);
    ToolRun check = ToolRun.of("check", "--json", file);
    if (repair.code() != 0
        || check.code() != 0
        || longs.getInt(RawFile.RECORDS_STATE) != RawFile.COOL
        || longs.getInt(RawFile.SPACE_STATE) != RawFile.COOL
        || longs.get(RawFile.TAIL) != SENT
        || check.notes().stream().anyMatch(note -> note.startsWith("longs"))) {
      throw new AssertionError("not repaired: " + repair + ", " + check);
    }
  }

  private interface Attach<T> {
    T attach();
  }

  private static <T> T attached(Attach<T> attach) {
    while (true) {
      try {
        T end = attach.attach();
        say("attached");
        return end;
      } catch (RoleTakenException e) {
        Thread.yield();
      }
    }
  }
}
