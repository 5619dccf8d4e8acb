// Measures Piscina, a pool of Node workers, in the regimes of PoolThroughput, PoolRoundTrip,
// PoolSparseRoundTrip and PoolHalfLoad: two workers, jobs and replies that are numbers, replies
// checked, processor time of the whole process. This file is the program and, in the workers, the
// handler. Run piscina.sh, which looks for node first.

import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const WORKERS = 2;
const WINDOW = 1000;
const GAP_MILLIS = 1;
const here = fileURLToPath(import.meta.url);
const folder = resolve(dirname(here), '..', 'target', 'piscina');

const now = () => performance.timeOrigin + performance.now(); // the same in all threads

/**
 * A job in a worker: next to nothing, or some steps of computing. Those reply how long the job has
 * waited since it was due, or how long it took if it was never due.
 */
export default function handle(job) {
  if (typeof job === 'number') {
    return job + 1;
  }
  const start = now();
  if (compute(job.steps) === 0) {
    throw new Error('the steps were not computed');
  }
  return job.due === undefined ? now() - start : start - job.due;
}

function compute(steps) {
  let state = 2463534242;
  for (let i = 0; i < steps; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}

async function load() {
  const places = [folder, process.cwd()];
  for (const place of places) {
    try {
      const found = createRequire(resolve(place, 'x.js')).resolve('piscina');
      const module = await import(pathToFileURL(found).href);
      return module.Piscina ?? module.default.Piscina ?? module.default;
    } catch (e) {
      if (e.code !== 'MODULE_NOT_FOUND') {
        throw e;
      }
    }
  }
  console.error(
    'piscina: not found, expected the package in one of these folders; nothing was measured\n' +
      places.map((place) => '  ' + place).join('\n') +
      '\nTo install it: npm install --prefix ' + folder + ' piscina');
  process.exit(1);
}

/** Runs something and prints microseconds and processor time for each of its jobs. */
async function measure(name, jobs, run) {
  const cpu = process.cpuUsage();
  const start = now();
  const times = await run(jobs);
  const micros = ((now() - start) * 1000) / jobs;
  const used = process.cpuUsage(cpu);
  const parts = [
    name.padEnd(34),
    times ? `p50 ${at(times, 0.5)} us, p99 ${at(times, 0.99)} us` : `${micros.toFixed(2)} us`,
    `processor time ${((used.user + used.system) / jobs).toFixed(2)} us`,
  ];
  console.log(parts.join('  '));
}

function at(times, share) {
  const sorted = times.sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * share)] * 1000).toFixed(1);
}

function check(found, expected) {
  if (found !== expected) {
    throw new Error(`reply: ${found}, expected ${expected}`);
  }
}

async function main() {
  const Piscina = await load();
  const pool = new Piscina({ filename: here, minThreads: WORKERS, maxThreads: WORKERS });
  const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

  // As many loops as jobs may be in flight, each with one job at a time.
  const stream = async (jobs) => {
    let next = 0;
    let sum = 0;
    const submit = async () => {
      while (next < jobs) {
        const reply = await pool.run(next++);
        sum += reply;
      }
    };
    await Promise.all(Array.from({ length: WINDOW }, submit));
    check(sum, (jobs * (jobs + 1)) / 2);
  };
  const roundTrips = async (jobs) => {
    for (let i = 0; i < jobs; i++) {
      check(await pool.run(i), i + 1);
    }
  };
  const sparse = async (jobs) => {
    const times = [];
    for (let i = 0; i < jobs; i++) {
      await sleep(GAP_MILLIS);
      const start = now();
      check(await pool.run(i), i + 1);
      times.push(now() - start);
    }
    return times;
  };
  const halfLoad = (steps) => async (jobs) => {
    const replies = [];
    let due = now();
    for (let i = 0; i < jobs; i++) {
      due += -Math.log(1 - Math.random()) * GAP_MILLIS;
      const left = due - now();
      if (left > 0) {
        await sleep(left);
      }
      replies.push(pool.run({ due, steps }));
    }
    return Promise.all(replies);
  };

  await stream(100_000);
  await roundTrips(10_000);
  console.log(`Node ${process.version}, ${WORKERS} workers; for each job or round trip`);
  await measure(`jobs, ${WINDOW} in flight`, 200_000, stream);
  await measure('round trip, one after the other', 20_000, roundTrips);
  await measure('round trip, 1 ms apart', 3_000, sparse);
  const steps = await stepsOfMillis(pool);
  await halfLoad(steps)(1_000);
  await measure('jobs of 1 ms at half load, waiting', 5_000, halfLoad(steps));
  console.log('Waiting counts from the due time. Node sleeps in whole milliseconds, so it submits');
  console.log('late; the processor time of the last line includes the jobs\' own millisecond.');
  await pool.destroy();
}

/** In the workers, as the same code takes another time in the main thread, and both at once. */
async function stepsOfMillis(pool) {
  const steps = 100_000;
  const times = [];
  for (let i = 0; i < 200; i++) {
    const pair = Array.from({ length: WORKERS }, () => pool.run({ steps }));
    times.push(...(await Promise.all(pair)));
  }
  const sorted = times.sort((x, y) => x - y);
  return Math.round(steps / sorted[Math.floor(sorted.length / 2)]);
}

if (isMainThread) {
  await main();
}
