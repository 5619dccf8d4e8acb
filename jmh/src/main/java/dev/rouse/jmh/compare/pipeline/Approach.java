package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Input;

/** The approaches that are compared, in the order of the report. */
public enum Approach {
  /** Polls, and sleeps for a second when there is nothing, as the common tutorial does. */
  POLL_1S("poll-1s"),
  /** Polls, and sleeps for a millisecond when there is nothing. */
  POLL_1MS("poll-1ms"),
  /** Polls without a pause. */
  BUSY_SPIN("busy-spin"),
  /** Copies each block into a message in a blocking queue. */
  MESSAGE_COPY("message-copy"),
  /** Copies, and serializes the message. */
  MESSAGE_SERIALIZED("message-serialized"),
  /** Is woken. */
  NOTIFY("notify");

  private final String label;

  Approach(String label) {
    this.label = label;
  }

  /** Returns the name in reports. */
  public String label() {
    return label;
  }

  /**
   * Makes a pipeline of this approach.
   *
   * @param workers how many workers
   * @param input the input
   * @param blocks how many blocks will be published at the most
   * @return the pipeline
   */
  public Pipeline pipeline(int workers, Input input, int blocks) {
    int each = (blocks + workers - 1) / workers;
    return switch (this) {
      case POLL_1S -> new PolledPipeline(workers, each, 1000);
      case POLL_1MS -> new PolledPipeline(workers, each, 1);
      case BUSY_SPIN -> new PolledPipeline(workers, each, 0);
      case MESSAGE_COPY -> new CopyPipeline(workers, input, false);
      case MESSAGE_SERIALIZED -> new CopyPipeline(workers, input, true);
      case NOTIFY -> new NotifiedPipeline(workers, each);
    };
  }
}
