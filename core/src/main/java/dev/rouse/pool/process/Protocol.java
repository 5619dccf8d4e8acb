package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import java.lang.invoke.MethodHandles;

/**
 * What the two sides of a worker process say to each other. Each process has a region file of its
 * own, with a channel in each direction, and a third one for what concerns a job that runs.
 */
final class Protocol {
  /** Both sides must have the same; a process may run with another version of the library. */
  static final int VERSION = 1;

  /** What the argument begins with by which a process learns where its file is. */
  static final String ARGUMENT = "--rouse-worker=";

  static final String JOBS = "jobs";
  static final String REPLIES = "replies";
  static final String CONTROL = "control";

  // The types of records in the channel of jobs.

  /** The first record: {@link Settings}. */
  static final int SETTINGS = 1;

  /** The worker's name, for the jobs after it. */
  static final int NAME = 2;

  static final int JOB = 3;

  // The types of records in the channel of replies.

  /** The first record: jobs may come. */
  static final int READY = 1;

  static final int REPLY = 2;

  /** The handler has thrown an exception. */
  static final int FAILURE = 3;

  /** The handler has thrown an error, or could not be made: the process ends. */
  static final int CRASH = 4;

  static final int REPORT = 5;

  // Values in the channel of controls: a number, and what to do in the lowest bits.

  /** The job of this exchange should stop. */
  static final int CANCEL = 0;

  /** The thread that runs the job of this exchange is interrupted. */
  static final int INTERRUPT = 1;

  /** No job comes any more, and the process must end within so many milliseconds. */
  static final int STOP = 2;

  private static final int WHAT_BITS = 2;

  /** How many controls fit; more of them wait for the next look. */
  static final int CONTROLS = 64;

  /** The longest text of a failure or a report in chars; what is longer is cut. */
  static final int LONGEST_TEXT = 8_000;

  /** The largest reply that a worker may send. */
  record Settings(int version, int maxReplyBytes) {
    static final RecordCodec<Settings> CODEC =
        RecordCodec.of(MethodHandles.lookup(), Settings.class);
  }

  private Protocol() {}

  static long control(int what, long number) {
    return number << WHAT_BITS | what;
  }

  static int what(long control) {
    return (int) control & ((1 << WHAT_BITS) - 1);
  }

  static long number(long control) {
    return control >>> WHAT_BITS;
  }

  /** Returns a text that fits into a record. */
  static String cut(String text, int longest) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest) + "... (%d chars more)".formatted(text.length() - longest);
  }
}
