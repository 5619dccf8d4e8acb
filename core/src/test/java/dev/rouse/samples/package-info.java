/**
 * The programs that the documentation shows. {@link dev.rouse.samples.SamplesTest} runs each of
 * them. Javadoc shows the lines between {@code @start} and {@code @end}; the Markdown pages repeat
 * lines from there, and {@link dev.rouse.docs.MarkdownTest} compares them.
 *
 * <p>The samples with a number are a course, from the simplest block to a server. Each starts with
 * what it teaches and what is new in it:
 *
 * <pre>
 * Sample01Counter           several threads count together
 * Sample02Signal            a thread sleeps until there are jobs
 * Sample03Longs             numbers go from one thread to another
 * Sample04ProducerConsumer  records go from one thread to another
 * Sample05Duplex            two threads ask and answer
 * Sample06Inbox             many threads send to one
 * Sample07Pool              workers do jobs, and their replies come back
 * Sample08RoundRobin        each worker gets a job in turn
 * Sample09Packed            short jobs do not wait behind a long one
 * Sample10ByKey             all jobs with the same key go to the same worker
 * Sample11RangeSum          a big job is cut into chunks, and the results are added up
 * Sample12Fibonacci         a recursion is cut into jobs
 * Sample13Primes            chunks of the same size take different times
 * Sample14Images            pictures are converted, two at a time
 * Sample15Backpressure      a pool that has enough to do accepts no more
 * Sample16Failures          jobs that fail are tried again, or given up with their history
 * Sample17Server            a server answers at once, even while it computes
 * Sample18Processes         two processes talk through a file
 * Sample19WorkerProcesses   a server's workers are processes, one of which is killed
 * </pre>
 *
 * <p>The samples without a number show one detail each, for the Javadoc of its class.
 */
@NullMarked
package dev.rouse.samples;

import org.jspecify.annotations.NullMarked;
