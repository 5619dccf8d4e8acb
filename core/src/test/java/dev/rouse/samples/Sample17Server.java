package dev.rouse.samples;

// Step 17: a server answers at once, even while it computes. New: the blocks together. The
// server waits at one inbox, for clients and for the workers that do the long work.

// @start region="program"
import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.ObjectChannel;
import dev.rouse.channel.ObjectReceiver;
import dev.rouse.channel.ObjectSender;
import dev.rouse.pool.JobHandler;
import dev.rouse.pool.WorkerPool;
import java.util.List;

/** Says hello, and counts primes. A hello never waits for the primes. */
final class Sample17Server {
  sealed interface Request {}

  record Hello(String name) implements Request {}

  record CountPrimes(int below) implements Request {}

  private static final int CAPACITY = 16; // of each channel
  private static final int LIMIT = 4; // long requests at a time

  public static void main(String[] args) throws InterruptedException {
    ObjectChannel<String> replies = ObjectChannel.allocate(CAPACITY);
    ObjectSender<String> client = replies.sender(); // for the server's thread
    Thread server;
    try (Inbox inbox = Inbox.create();
        WorkerPool<CountPrimes, String> pool =
            WorkerPool.<CountPrimes, String>builder(() -> newWorker(inbox, client))
                .limit(LIMIT)
                .start();
        ObjectSender<Request> requests =
            inbox.newObjectSender(CAPACITY, request -> handle(request, pool, client))) {
      server = Thread.ofPlatform().start(() -> serve(inbox.receiver(), client));
      ask(requests, replies.receiver());
    } // ends the requests, then the pool, then the inbox and with it the server
    server.join();
  }

  private static void ask(ObjectSender<Request> requests, ObjectReceiver<String> replies)
      throws InterruptedException {
    List<Request> questions = List.of(new CountPrimes(500_000), new Hello("Ann"), new Hello("Bob"));
    for (Request question : questions) {
      requests.send(question);
    }
    for (int i = 0; i < questions.size(); i++) {
      System.out.println(replies.receive()); // Ann and Bob need not wait for the primes
    }
  }

  private static void serve(InboxReceiver receiver, ObjectSender<String> client) {
    try (receiver;
        client) { // if the server fails, its clients are told
      receiver.receiveAll(); // runs the handlers of all senders, until the inbox has ended
    }
  }

  /** Runs in the server's thread, so it must not wait. */
  private static void handle(
      Request request, WorkerPool<CountPrimes, String> pool, ObjectSender<String> client) {
    switch (request) {
      case Hello hello -> reply("hello " + hello.name(), client);
      case CountPrimes count -> {
        if (pool.trySubmit(count) == null) {
          reply("too busy, ask later", client);
        }
      }
    }
  }

  /** Each worker has a sender of its own, whose handler runs in the server's thread, too. */
  private static JobHandler<CountPrimes, String> newWorker(
      Inbox inbox, ObjectSender<String> client) {
    ObjectSender<String> results = inbox.newObjectSender(CAPACITY, text -> reply(text, client));
    return (count, job) -> {
      String text = "primes below %d: %d".formatted(count.below(), primes(count.below()));
      results.send(text);
      return text;
    };
  }

  private static void reply(String text, ObjectSender<String> client) {
    client.trySend(text); // a client that does not read loses replies; the server does not wait
  }

  private static int primes(int below) {
    int primes = 0;
    for (int number = 2; number < below; number++) {
      if (isPrime(number)) {
        primes++;
      }
    }
    return primes;
  }

  private static boolean isPrime(int number) {
    for (int divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
// @end
