package dev.rouse.jmh.compare.pipeline;

import java.util.List;
import java.util.concurrent.ThreadFactory;

/** A pipeline whose workers each run a loop that takes blocks. */
abstract class LoopPipeline implements Pipeline {
  /** Starts the workers: each handler's thread is made in order. Returns this. */
  final Pipeline start(ThreadFactory threads, List<? extends BlockHandler> handlers) {
    for (int i = 0; i < handlers.size(); i++) {
      int worker = i;
      threads.newThread(() -> loop(worker, handlers.get(worker))).start();
    }
    return this;
  }

  private void loop(int worker, BlockHandler handler) {
    try {
      work(worker, handler);
    } catch (InterruptedException e) {
      // All blocks are handled; the interrupt only ends a pause.
    }
  }

  /**
   * Gives a worker its blocks, until nothing more comes. Called by the worker's thread.
   *
   * @param worker the worker's number
   * @param handler gets each block
   * @throws InterruptedException if the worker is interrupted after the end, to cut a pause short
   */
  abstract void work(int worker, BlockHandler handler) throws InterruptedException;
}
