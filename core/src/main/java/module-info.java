/**
 * Lock-free building blocks on shared, off-heap memory, whose consumers are woken instead of
 * polling.
 *
 * <p>The packages are layers; each knows only those below it:
 *
 * <pre>
 * internal.tool           the command-line tool for region files
 * internal.tool.verb      what the tool can do
 * internal.tool.text      how the tool writes what it has found
 * pool.process            workers of a pool in processes of their own
 * pool.jmx                the statistics of a pool as a management bean
 * pool                    workers that do jobs: replies, dispatch, failure of a worker
 * internal.pool.submit    the submitters' side of the slots
 * internal.pool.crew      the workers: their queues, turns and sleep, and whom to wake
 * internal.pool.slots     the slots that a submitter and the workers share
 * internal.pool.times     what measures the workers and the jobs
 * internal.pool.accounts  how many jobs were accepted and have ended, and who waits for that
 * duplex                  two channels back to back, for two sides that talk to each other
 * channel                 a ring whose two ends can wait, of records, longs or objects; many to one
 * ring                    a bounded single-producer single-consumer buffer of records of any
 *                         length
 * codec                   values to bytes and back
 * signal                  a pending-jobs counter that a consumer can wait for
 * counter                 64-bit atomic counters
 * internal.codec          how a record class is encoded
 * internal.wait           the wait protocol
 * wait                    how an end waits
 * memory                  the off-heap memory that all of them live in
 * internal.inspect        how the parts of region files are looked at from outside
 * internal.file           region files: their layout, and who has which role
 * internal.memory         how the library accesses its own words in a region
 * file                    what a region file contains, who may use it, what can go wrong with it
 * internal.common         small things that several layers need
 * internal.os             the system calls
 * </pre>
 */
module dev.rouse {
  requires static org.jspecify;

  // Only for the package pool.jmx: who uses that has the module in its run-time image.
  requires static java.management;

  exports dev.rouse.file;
  exports dev.rouse.memory;
  exports dev.rouse.wait;
  exports dev.rouse.counter;
  exports dev.rouse.signal;
  exports dev.rouse.codec;
  exports dev.rouse.ring;
  exports dev.rouse.channel;
  exports dev.rouse.duplex;
  exports dev.rouse.pool;
  exports dev.rouse.pool.jmx;
  exports dev.rouse.pool.process;
}
