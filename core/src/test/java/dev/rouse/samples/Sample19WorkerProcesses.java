package dev.rouse.samples;

// Step 19: a server whose answers are computed by processes. New: a pool whose workers are
// processes of their own. One is killed while there is a lot to do, and no answer is lost.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import dev.rouse.pool.process.WorkerCommand;
import dev.rouse.pool.process.WorkerProcess;
import dev.rouse.pool.process.WorkerProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Counts primes for clients that ask by HTTP. The program is the server and its workers. */
final class Sample19WorkerProcesses {
  /** What a worker answers: how many primes there are, and which process has counted them. */
  record Primes(int count, long pid) {}

  private static final RecordCodec<Integer> QUESTIONS = RecordCodec.ofInt();
  private static final RecordCodec<Primes> ANSWERS =
      RecordCodec.of(MethodHandles.lookup(), Primes.class);

  private static final int CLIENTS = 4;
  private static final int REQUESTS = 100; // of each client
  private static final int BELOW = 20_000;

  public static void main(String[] args) throws Exception {
    if (WorkerProcess.isRequested(args)) { // this process was started by the pool
      work(args);
    } else {
      serve();
    }
  }

  // @start region="worker"
  /** The main method of a worker process. */
  static void work(String[] args) throws IOException {
    long self = ProcessHandle.current().pid();
    WorkerProcess.run(
        args, QUESTIONS, ANSWERS, () -> (below, job) -> new Primes(countPrimes(below), self));
  } // returns when the pool is closed

  // @end

  // @start region="pool"
  /** The process that has the pool. */
  static void serve() throws Exception {
    WorkerCommand command = WorkerCommand.java(Sample19WorkerProcesses.class);
    try (WorkerPool<Integer, Primes> pool =
        WorkerProcesses.of(QUESTIONS, ANSWERS, command)
            .pool(2) // processes
            .crashLimit(3) // a job whose process dies is done again by another one
            .start()) {
      System.out.println("primes below 100: " + pool.submit(100).join().count());
      serve(pool);
    } // waits for the last jobs, and for the end of the processes
  }

  // @end

  private static void serve(WorkerPool<Integer, Primes> pool) throws Exception {
    AtomicLong lastPid = new AtomicLong();
    CountDownLatch warm = new CountDownLatch(CLIENTS * REQUESTS / 4);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/primes/",
        exchange -> {
          lastPid.set(answer(exchange, pool));
          warm.countDown();
        });
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      server.setExecutor(threads); // they only wait
      server.start();
      List<Future<Integer>> right = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        right.add(clients.submit(() -> ask(server.getAddress())));
      }
      warm.await(); // a quarter of all requests was answered
      boolean killed =
          ProcessHandle.of(lastPid.get()).map(ProcessHandle::destroyForcibly).orElse(false);
      System.out.println("a worker process was killed: " + killed);
      int answers = 0;
      for (Future<Integer> client : right) {
        answers += client.get();
      }
      System.out.println("right answers: %d of %d requests".formatted(answers, CLIENTS * REQUESTS));
    } finally {
      server.stop(0);
    }
  }

  /** Answers a request, and returns which process has done the work. */
  private static long answer(HttpExchange exchange, WorkerPool<Integer, Primes> pool)
      throws IOException {
    String path = exchange.getRequestURI().getPath();
    JobFuture<Primes> future = pool.trySubmit(Integer.valueOf(path.replace("/primes/", "")));
    if (future == null) {
      send(exchange, 503, "too busy, ask later");
      return 0;
    }
    try {
      Primes primes = future.join();
      send(exchange, 200, "" + primes.count());
      return primes.pid();
    } catch (CompletionException e) {
      send(exchange, 500, "" + e.getCause());
      return 0;
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** A client: asks again and again, and returns how many answers were right. */
  private static int ask(InetSocketAddress server) throws IOException {
    int right = 0;
    int expected = countPrimes(BELOW);
    URI uri =
        URI.create(
            "http://%s:%d/primes/%d"
                .formatted(server.getAddress().getHostAddress(), server.getPort(), BELOW));
    for (int i = 0; i < REQUESTS; i++) {
      try (InputStream answer = uri.toURL().openStream()) { // throws if the status is not 200
        String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        right += text.equals("" + expected) ? 1 : 0;
      }
    }
    return right;
  }

  private static int countPrimes(int below) {
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
