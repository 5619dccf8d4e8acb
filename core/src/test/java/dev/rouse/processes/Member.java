package dev.rouse.processes;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.testing.OtherUser;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that a test starts to share a region file with other users of a group. What it prints
 * is read by the test.
 */
final class Member extends Child {
  /** What a member does. */
  enum Task {
    /**
     * Creates the file; asks, and expects answers; asks for a role that is taken; is left alone.
     */
    CREATE_AND_ASK,

    /** Answers each value with its successor. */
    ANSWER,

    /** Uses the file if it is there, or creates it. */
    REUSE,

    /** Creates a file for the group, and next to it one for its owner. */
    CREATE_BOTH
  }

  static final int QUESTIONS = 200;

  private static final Part[] PARTS = {
    LongChannel.part("longs", 16), LongChannel.part("answers", 16)
  };

  private Member(Process process) {
    super(process);
  }

  /** Starts a process of another user. */
  static Member start(boolean nativeAccess, OtherUser user, Path file, String group, Task task)
      throws IOException {
    return start(nativeAccess, user.prefix(), file, group, task);
  }

  /** Starts a process whose command has something in front of it. */
  static Member start(boolean nativeAccess, List<String> prefix, Path file, String group, Task task)
      throws IOException {
    ProcessBuilder builder = builder(nativeAccess, Member.class, List.of(file, group, task));
    builder.command().add(1, "-XX:-UsePerfData"); // it would leave a folder of this user
    builder.command().addAll(0, prefix);
    return new Member(builder.start());
  }

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    FileAccess access = FileAccess.group(args[1]);
    try {
      switch (Task.valueOf(args[2])) {
        case CREATE_AND_ASK -> {
          try (Region region = Region.create(file, IfExists.FAIL, access, PARTS)) {
            say("created");
            ask(region);
          }
        }
        case ANSWER -> {
          try (Region region = Region.open(file, access)) {
            answer(region);
          }
        }
        case REUSE -> {
          Region.create(file, IfExists.REUSE, access, PARTS).close();
          say("used");
        }
        case CREATE_BOTH -> {
          Region.create(file, IfExists.FAIL, access, PARTS).close();
          Region.create(file.resolveSibling("own"), PARTS).close();
          say("created");
        }
      }
    } catch (IOException e) {
      say(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static void ask(Region region) throws InterruptedException {
    LongSender sender = LongChannel.attachSender(region, "longs", WaitPolicy.parkOnly());
    LongReceiver answers = LongChannel.attachReceiver(region, "answers", WaitPolicy.parkOnly());
    for (long i = 0; i < QUESTIONS; i++) {
      sender.send(i);
      if (answers.receive() != i + 1) {
        throw new AssertionError("a wrong answer to " + i);
      }
    }
    say("answered");
    try {
      LongChannel.attachReceiver(region, "longs");
    } catch (RoleTakenException e) {
      // A system may hide the processes of other users.
      boolean visible = Files.exists(Path.of("/proc/" + e.pid()));
      boolean found = e.holder().map(holder -> holder.pid() == e.pid()).orElse(false);
      say("taken by " + e.pid() + (found == visible ? "" : ", holder: " + e.holder()));
    }
    try {
      answers.receive();
    } catch (PeerLostException e) {
      say("lost " + e.pid());
    }
  }

  private static void answer(Region region) throws InterruptedException {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs", WaitPolicy.parkOnly());
    LongSender answers = LongChannel.attachSender(region, "answers", WaitPolicy.parkOnly());
    for (long value; (value = receiver.receive()) != LongReceiver.END_OF_STREAM; ) {
      answers.send(value + 1);
    }
  }
}
