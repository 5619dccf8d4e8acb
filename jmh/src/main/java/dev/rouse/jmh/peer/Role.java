package dev.rouse.jmh.peer;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.load.Idle;
import dev.rouse.jmh.medium.Medium;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** The part of a peer in a benchmark. */
enum Role {
  /** Receives from {@link #THERE}, adds up, and publishes the sum after each batch. */
  ADD_UP {
    @Override
    void play(Task task, Medium medium, Board board) throws IOException, InterruptedException {
      serve(task.contender(), board, medium.receiver(THERE), adder(task.batch(), board));
    }
  },

  /** Sends back on {@link #BACK} what it receives from {@link #THERE}. */
  ECHO {
    @Override
    void play(Task task, Medium medium, Board board) throws IOException, InterruptedException {
      Link there = medium.receiver(THERE);
      Link back = medium.sender(BACK);
      serve(task.contender(), board, there, value -> send(back, value));
    }
  },

  /** Takes the sending end of {@link #THERE} and sends nothing, until it is killed. */
  HOLD {
    @Override
    void play(Task task, Medium medium, Board board) throws IOException {
      Link held = medium.sender(THERE);
      board.state(Board.RUNNING);
      while (board.command() != Board.STOP) {
        LockSupport.parkNanos(held, NAP_NANOS);
      }
    }
  };

  /** The link to the peer. */
  static final String THERE = "there";

  /** The link from the peer. */
  static final String BACK = "back";

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Plays the part until the board says "stop", the link ends or the process is killed. */
  abstract void play(Task task, Medium medium, Board board)
      throws IOException, InterruptedException;

  /** Does a task, in this thread. */
  static void run(Task task) throws IOException, InterruptedException {
    try (Board board = Board.in(task.folder());
        Medium medium = Medium.open(task.contender(), task.payload(), task.folder())) {
      board.state(Board.OPENED);
      task.role().play(task, medium, board);
    }
  }

  private static void serve(Contender contender, Board board, Link link, LongConsumer sink)
      throws InterruptedException {
    Idle idle = Idle.of(contender);
    board.state(Board.RUNNING);
    int found;
    while ((found = link.receive(sink)) != Link.END) {
      if (found == 0 && board.command() != Board.RUN && !resumes(board)) {
        return;
      }
      idle.after(found);
    }
  }

  /** Sleeps while the board says "pause"; tells whether to go on. */
  private static boolean resumes(Board board) {
    board.state(Board.PAUSED);
    while (board.command() == Board.PAUSE) {
      LockSupport.parkNanos(board, NAP_NANOS);
    }
    board.state(Board.RUNNING);
    return board.command() == Board.RUN;
  }

  private static LongConsumer adder(long batch, Board board) {
    int sum = OwnWords.FIRST;
    int count = sum + 1;
    int nextPublication = count + 1;
    long[] own = OwnWords.allocate(3);
    own[nextPublication] = batch;
    return value -> {
      own[sum] += value;
      if (++own[count] == own[nextPublication]) { // a remainder would take as long as the rest
        own[nextPublication] += batch;
        board.publish(own[count], own[sum]);
      }
    };
  }

  private static void send(Link link, long value) {
    try {
      link.send(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
