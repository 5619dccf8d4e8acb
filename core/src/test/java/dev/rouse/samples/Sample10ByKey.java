package dev.rouse.samples;

// Step 10: all jobs for one account go to the same worker, in order. New: a handler with a state of
// its own, which needs no lock, because no other worker sees its accounts.

// @start region="program"
import dev.rouse.pool.Dispatch;
import dev.rouse.pool.Job;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.JobHandler;
import dev.rouse.pool.WorkerPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tellers book payments; each of them keeps some of the accounts. */
final class Sample10ByKey {
  record Payment(String account, long amount) {}

  // @start region="handler"
  static final class Teller implements JobHandler<Payment, String> {
    private final Map<String, Long> balances = new HashMap<>();

    @Override
    public String handle(Payment payment, Job job) {
      long balance = balances.merge(payment.account(), payment.amount(), Long::sum);
      return payment.account() + " has " + balance;
    }
  }

  // @end

  public static void main(String[] args) throws InterruptedException {
    List<Payment> payments =
        List.of(
            new Payment("Ann", 100),
            new Payment("Bob", 50),
            new Payment("Ann", -30),
            new Payment("Bob", 5));
    try (WorkerPool<Payment, String> pool =
        WorkerPool.builder(Teller::new) // one for each worker
            .dispatch(Dispatch.byKey(Payment::account))
            .start()) {
      for (JobFuture<String> booked : pool.invokeAll(payments)) {
        System.out.println(booked.join());
      }
    }
  }
}
// @end
