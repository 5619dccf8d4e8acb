/* Who has which role of a part, and whether the other side was lost. Part of rouse.h. */
#ifndef ROUSE_ROLE_H
#define ROUSE_ROLE_H

#include <stdio.h>

#include "rouse_region.h"

/* The roles of a part. A sender is the producer of its channel. */
enum rouse_role { ROUSE_SENDER = 0, ROUSE_RECEIVER = 1, ROUSE_CONSUMER = 0, ROUSE_DRAIN_WAITER = 1 };

enum {
  ROUSE_ROLE_EPOCH = 0,
  ROUSE_ROLE_PID = 8,
  ROUSE_ROLE_STARTED = 16,
  ROUSE_ROLE_STATE = 24,
  ROUSE_ROLE_LOST_EPOCH = 32,
  ROUSE_ROLE_LOST_PID = 40,
  ROUSE_ROLE_MARK = 48
};

static inline _Atomic int64_t *rouse_role_word(const struct rouse_region *region, const struct rouse_part *part,
                                               int role, uint64_t word) {
  uint64_t index = (uint64_t)(part - region->part);
  return rouse_long(region, 128 + 128 * ((uint64_t)region->parts + index) + 64 * (uint64_t)role + word);
}

/* All words of a role are read and written with sequential consistency: it is rare, and each order then holds. */
static inline int64_t rouse_role_get(const struct rouse_region *region, const struct rouse_part *part, int role,
                                     uint64_t word) {
  return atomic_load(rouse_role_word(region, part, role, word));
}

static inline void rouse_role_set(const struct rouse_region *region, const struct rouse_part *part, int role,
                                  uint64_t word, int64_t value) {
  atomic_store(rouse_role_word(region, part, role, word), value);
}

static inline off_t rouse_role_lock(const struct rouse_region *region, const struct rouse_part *part, int role) {
  return ROUSE_OPEN_LOCK + 1 + 2 * (off_t)(part - region->part) + role;
}

/* When this process was started, milliseconds since 1970: for the messages of others. 0 if it is not known. */
static inline int64_t rouse_started(void) {
  char text[1024];
  int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  if (length <= 0) return 0;
  text[length] = 0;
  unsigned long long ticks;
  const char *name_end = strrchr(text, ')'); /* the name in front may contain anything */
  if (name_end == NULL ||
      sscanf(name_end + 1, " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu",
             &ticks) != 1) {
    return 0;
  }
  struct timespec now, uptime;
  clock_gettime(CLOCK_REALTIME, &now);
  clock_gettime(CLOCK_BOOTTIME, &uptime); /* second, so that the result is not too late */
  int64_t since_boot = (int64_t)(ticks * 1000 / (unsigned long)sysconf(_SC_CLK_TCK));
  int64_t age = (int64_t)uptime.tv_sec * 1000 + uptime.tv_nsec / 1000000 - since_boot;
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - age;
}

/* Takes a role for this region: ROUSE_OK, or ROUSE_ROLE_TAKEN. Sets whether its last holder was lost. */
static inline int rouse_take_role(struct rouse_region *region, struct rouse_part *part, int role, bool *after_loss) {
  /* Not twice: a lock does not conflict with itself. */
  if (part->held[role]) return ROUSE_ROLE_TAKEN;
  /* Some tries: a process without native access asks whether the role is held by holding its lock for a moment. */
  for (int tries = 1; !rouse_lock(region->fd, F_WRLCK, rouse_role_lock(region, part, role)); tries++) {
    if (tries == 10) return ROUSE_ROLE_TAKEN;
    rouse_pause_1_ms();
  }
  part->held[role] = true;
  int64_t epoch = rouse_role_get(region, part, role, ROUSE_ROLE_EPOCH);
  *after_loss = rouse_role_get(region, part, role, ROUSE_ROLE_STATE) == 1;
  if (*after_loss) {
    /* First the process, so that who sees the epoch also sees the process that belongs to it. */
    rouse_role_set(region, part, role, ROUSE_ROLE_LOST_PID, rouse_role_get(region, part, role, ROUSE_ROLE_PID));
    rouse_role_set(region, part, role, ROUSE_ROLE_LOST_EPOCH, epoch);
  }
  rouse_role_set(region, part, role, ROUSE_ROLE_PID, getpid());
  rouse_role_set(region, part, role, ROUSE_ROLE_STARTED, rouse_started());
  /* Unsigned: in a damaged file it may wrap. */
  rouse_role_set(region, part, role, ROUSE_ROLE_EPOCH, (int64_t)((uint64_t)epoch + 1));
  rouse_role_set(region, part, role, ROUSE_ROLE_STATE, 1);
  return ROUSE_OK;
}

/* Gives a role up in order. The other side is not told: it waits for a successor. */
static inline void rouse_give_up_role(struct rouse_region *region, struct rouse_part *part, int role) {
  if (!part->held[role]) return;
  rouse_role_set(region, part, role, ROUSE_ROLE_STATE, 0); /* before the lock is free: else this was a loss */
  rouse_lock(region->fd, F_UNLCK, rouse_role_lock(region, part, role));
  part->held[role] = false;
}

/* Undoes rouse_take_role for an end that could not be made: a lost holder stays lost, and nobody takes this process for
 * a lost one. */
static inline void rouse_untake_role(struct rouse_region *region, struct rouse_part *part, int role, bool after_loss) {
  if (!after_loss) {
    rouse_give_up_role(region, part, role);
    return;
  }
  rouse_role_set(region, part, role, ROUSE_ROLE_PID, rouse_role_get(region, part, role, ROUSE_ROLE_LOST_PID));
  rouse_role_set(region, part, role, ROUSE_ROLE_EPOCH, rouse_role_get(region, part, role, ROUSE_ROLE_LOST_EPOCH));
  rouse_lock(region->fd, F_UNLCK, rouse_role_lock(region, part, role));
  part->held[role] = false;
}

/* Returns the process that has a role, or had it last; 0 if there was none. For messages only. */
static inline int64_t rouse_holder(const struct rouse_region *region, const struct rouse_part *part, int role) {
  return rouse_role_get(region, part, role, ROUSE_ROLE_PID);
}

/* Closes the region: gives its roles up, but closes no channel and no signal. */
static inline void rouse_close(struct rouse_region *region) {
  if (region->fd < 0) return;
  for (int i = 0; i < region->parts; i++) {
    rouse_give_up_role(region, &region->part[i], 0);
    rouse_give_up_role(region, &region->part[i], 1);
  }
  munmap(region->base, region->size);
  close(region->fd);
  free(region->part);
  memset(region, 0, sizeof *region);
  region->fd = -1;
}

/* ---- The other side --------------------------------------------------------------------------------------------- */

#define ROUSE_LOOK_NANOS ((int64_t)250000000)

/* Watches the holder of the other role. Each loss is told at most once. */
struct rouse_peer {
  struct rouse_region *region;
  struct rouse_part *part;
  int role;         /* -1: any number of processes are at the other side, and none can be lost */
  int64_t told;     /* the epoch of the last loss that is known */
  int64_t looked;   /* when, see rouse_now */
  int64_t lost_pid; /* after ROUSE_PEER_LOST: which process that was */
  int64_t found;    /* its epoch */
};

static inline void rouse_watch(struct rouse_peer *peer, struct rouse_region *region, struct rouse_part *part,
                               int role) {
  memset(peer, 0, sizeof *peer);
  peer->region = region;
  peer->part = part;
  peer->role = role;
  /* What was lost and followed by a successor before is not news. One that is lost and has no successor yet is. */
  peer->told = role < 0 ? 0 : rouse_role_get(region, part, role, ROUSE_ROLE_LOST_EPOCH);
  peer->looked = rouse_now();
}

static inline bool rouse_is_role_locked(const struct rouse_peer *peer) {
  if (peer->part->held[peer->role]) return true; /* the system does not report a lock to who has it */
  off_t byte = rouse_role_lock(peer->region, peer->part, peer->role);
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
  /* If the system does not tell, nobody is declared lost. */
  return fcntl(peer->region->fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

/* Returns whether there is a loss to tell. Then rouse_tell_loss must follow if it is told. */
static inline bool rouse_look_for_loss(struct rouse_peer *peer) {
  peer->looked = rouse_now();
  if (peer->role < 0) return false;
  /* In this order: a successor takes the lock, then writes what it has found, and then its own epoch. */
  int64_t epoch = rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_EPOCH);
  int64_t pid = rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_PID);
  if (rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_STATE) != 1 || rouse_is_role_locked(peer) ||
      rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_STATE) != 1 ||
      rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_EPOCH) != epoch) {
    /* There is a holder, or there was one that gave up. Was one lost before, and nobody saw the gap? */
    epoch = rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_LOST_EPOCH);
    pid = rouse_role_get(peer->region, peer->part, peer->role, ROUSE_ROLE_LOST_PID);
    if (epoch == 0) return false;
  }
  peer->found = epoch;
  peer->lost_pid = pid;
  return epoch != peer->told;
}

static inline void rouse_tell_loss(struct rouse_peer *peer) { peer->told = peer->found; }

#endif
