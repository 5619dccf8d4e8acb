/*
 * The wait protocol of dev.rouse.internal.wait.Waiter, for SPIN.
 *
 * One waiter, two publishers of one item each, and somebody who closes. Checked exhaustively, over
 * all interleavings and all moments at which a store may become visible:
 *
 *   - no deadlock: a waiter that sleeps for ever although there is an item, or although the end is
 *     closed, is an invalid end state;
 *   - each announcement is claimed at most once, and whoever claims it wakes once;
 *   - an item is received, or its publisher is told that the end is closed.
 *
 * What the machine may do: a publisher's store waits in its store buffer until it drains by itself,
 * by the publisher's fence or atomic instruction, or by the waiter's membarrier. The waiter's look
 * at the items may be done before its announcement is visible, unless there is a fence between them
 * (an atomic instruction on one word is no barrier for a later read of another: AArch64). There are
 * two ways to sleep: a futex on the state word, or, with -DPARK, a permit as LockSupport has it. A
 * sleep may return spuriously, a timed wait may end at any moment, a stray permit may be there: each
 * once.
 *
 * The states are those of dev.rouse.internal.wait.WaitState, but for one: ANNOUNCED stands for
 * PARKING with -DPARK, and for SLEEPING without it. A model with both would have two ways to
 * announce that the publisher treats alike. core/docs/wait-protocol.md explains the protocol.
 *
 * With -DATOMIC the publishers publish by an atomic instruction, have no fence, and read the state
 * once.
 *
 * -DMUTANT=1 to 6, 17, and with -DATOMIC 60, leaves out what the mutants of these numbers leave out;
 * each must fail.
 */
#ifndef MUTANT
#define MUTANT 0
#endif

#define COOL 0
#define ANNOUNCED 1 /* PARKING or SLEEPING */
#define HOT 2
#define CLOSED 3

#define PUBLISHERS 2

byte state = COOL;
bool item[PUBLISHERS];      /* in memory, for all to see */
bool buffered[PUBLISHERS];  /* in its publisher's store buffer */
bool received[PUBLISHERS];
bool told[PUBLISHERS];      /* the publisher has found the end closed */
byte running = 3;           /* publishers, waiter, and perhaps a closer, that have not ended */

bool sleeping;              /* in the futex */
bool permit;                /* of LockSupport */
bool standing;              /* there is an announcement that nobody has claimed */
byte strayReturns = 1;
byte timeOuts = 1;

#define drain(i) if :: buffered[i] -> item[i] = true; buffered[i] = false :: else fi
#define isMet ((item[0] && !received[0]) || (item[1] && !received[1]))

/* Claims an announcement. Two must not claim the same. */
#define take() assert(standing); standing = false

/*
 * Whoever claimed an announcement wakes. The wake may come late, when the waiter has left on its own
 * and sleeps again: for the waiter that is a spurious return.
 */
inline wake() {
  d_step {
    sleeping = false;
    permit = true
  }
}

/* Store buffers drain at any time. */
active proctype memory() {
end:
  do
  :: d_step { buffered[0] -> item[0] = true; buffered[0] = false }
  :: d_step { buffered[1] -> item[1] = true; buffered[1] = false }
  od
}

inline publish(i) {
#if MUTANT == 4
  skip
#elif defined(ATOMIC) && MUTANT != 60
  item[i] = true                      /* an atomic instruction: seen by all at once */
#else
  buffered[i] = true
#endif
}

proctype publisher(byte me) {
  byte seen;
  publish(me);
  seen = state;                       /* the load that every publish pays for */
  if
#ifndef ATOMIC
  :: seen == HOT -> skip
#endif
  :: else ->
#ifndef ATOMIC
#if MUTANT != 2
     d_step { drain(me) }             /* fullFence */
#endif
     seen = state;
#endif
     do
     :: seen == ANNOUNCED ->
#if MUTANT == 6
        d_step { state = COOL; drain(me); take() };
        wake();
        break
#else
        d_step {                      /* compare-and-exchange, which drains as well */
          drain(me);
          if
          :: state == ANNOUNCED -> state = COOL; take(); seen = 255
          :: else -> seen = state
          fi
        };
        if
        :: seen == 255 -> wake(); break
        :: else -> skip
        fi
#endif
     :: else -> break
     od;
     if
     :: seen == CLOSED -> told[me] = true
     :: else -> skip
     fi
  fi;
#if MUTANT == 4
  buffered[me] = true;
#endif
  running--
}

proctype closer() {
  byte seen;
  d_step {
    seen = state;
    state = CLOSED;
    if :: seen == ANNOUNCED -> take() :: else -> skip fi
  };
  wake();                             /* whatever the state was */
  running--
}

/* membarrier: every publisher's store buffer is empty at some moment in between. */
inline heavyBarrier() {
  d_step { drain(0) };
  d_step { drain(1) }
}

inline retract() {
  d_step {
    if
    :: state == ANNOUNCED -> state = COOL; take()
    :: else -> skip
    fi
  }
}

inline receive() {
  d_step {
    if
    :: item[0] && !received[0] -> received[0] = true
    :: else -> if
               :: item[1] && !received[1] -> received[1] = true
               :: else -> skip
               fi
    fi
  }
}

active proctype waiter() {
  bool early;
  byte seen;
again:
  if
  :: received[0] && received[1] -> goto done
  :: else -> skip
  fi;
  /* A short look; a waiter that finds something may enter HOT. */
  if
  :: isMet ->
     receive();
     if
     :: d_step { state == COOL -> state = HOT }
     :: skip
     fi;
     goto again
  :: else -> skip
  fi;
  /* Leave HOT. */
  d_step {
    seen = state;
    if :: state == HOT -> state = COOL :: else -> skip fi
  };
  if
  :: seen == HOT ->
#if MUTANT != 3
     heavyBarrier();
#endif
     if
     :: isMet -> receive(); goto again
     :: else -> skip
     fi
  :: else -> skip
  fi;
  /* Announce; without a fence, the look may come before the announcement is visible. */
  early = isMet;
  d_step {
    seen = state;
    if
    :: state == COOL -> state = ANNOUNCED; standing = true
    :: else -> skip
    fi
  };
  if
  :: seen == CLOSED -> goto closed
  :: else -> skip
  fi;
#if MUTANT == 1
  if
  :: early -> retract(); receive(); goto again
  :: else -> skip
  fi;
#elif MUTANT != 5
  if
  :: isMet -> retract(); receive(); goto again
  :: else -> skip
  fi;
#endif
  /* Look at the state before each sleep. */
  do
  :: state != ANNOUNCED -> break
  :: state == ANNOUNCED ->
     if
#ifdef PARK
     :: permit -> permit = false
#else
     :: d_step { state == ANNOUNCED -> sleeping = true };
        if
        :: !sleeping -> skip
        :: atomic { strayReturns > 0 -> strayReturns--; sleeping = false }
        fi
     :: state != ANNOUNCED -> skip    /* EAGAIN */
#endif
#ifdef PARK
     :: atomic { strayReturns > 0 -> strayReturns-- }
#endif
     :: atomic { timeOuts > 0 -> timeOuts-- };
        retract();
        if
        :: isMet -> receive()
        :: else -> skip               /* TIMED_OUT; the caller waits again */
        fi;
        goto again
     fi
  od;
  goto again;
closed:
#if MUTANT != 17
  heavyBarrier();
#endif
  if
  :: isMet -> receive(); goto again
  :: else -> skip
  fi;
done:
  running--
}

/* Nothing is lost: each item was received, or its publisher was told. */
active proctype judge() {
  running == 0;
  assert((received[0] || told[0]) && (received[1] || told[1]))
}

init {
  atomic {
    run publisher(0);
    run publisher(1);
    if
    :: running++; run closer()
    :: skip
    fi;
    if
    :: permit = true                  /* left over from somewhere else */
    :: skip
    fi
  }
}
