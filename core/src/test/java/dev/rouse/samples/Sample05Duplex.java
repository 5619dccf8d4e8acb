package dev.rouse.samples;

// Step 5: two threads ask and answer. New: a channel for each direction, and a port that has an end
// of both.

// @start region="program"
import dev.rouse.channel.Channel;
import dev.rouse.codec.RecordCodec;
import dev.rouse.duplex.DuplexChannel;
import dev.rouse.duplex.RecordPort;
import java.lang.invoke.MethodHandles;

/** A client asks, a server answers; each sleeps while it has nothing to do. */
final class Sample05Duplex {
  record Question(int id, double x) {}

  record Answer(int id, double root) {}

  private static final RecordCodec<Question> QUESTION =
      RecordCodec.of(MethodHandles.lookup(), Question.class);
  private static final RecordCodec<Answer> ANSWER =
      RecordCodec.of(MethodHandles.lookup(), Answer.class);

  public static void main(String[] args) throws InterruptedException {
    DuplexChannel<RecordPort> duplex =
        DuplexChannel.allocate(Channel.capacityFor(64, QUESTION)); // 64 questions, 64 answers
    Thread server = Thread.ofPlatform().start(() -> serve(duplex.second()));
    try (RecordPort client = duplex.first()) {
      client.send(new Question(1, 16), QUESTION);
      client.send(new Question(2, 25), QUESTION); // no more at a time than there is space for
      System.out.println(client.receive(ANSWER));
      System.out.println(client.receive(ANSWER));
    } // ends both directions; the server is told
    server.join();
  }

  private static void serve(RecordPort port) {
    try (port) {
      port.forEach(
          QUESTION,
          question ->
              port.sendUninterruptibly(new Answer(question.id(), Math.sqrt(question.x())), ANSWER));
    }
  }
}
// @end
