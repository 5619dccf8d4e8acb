/* Opens and checks a region file, and finds its parts. Part of rouse.h. */
#ifndef ROUSE_REGION_H
#define ROUSE_REGION_H

#ifndef _GNU_SOURCE
#error "define _GNU_SOURCE before the first header: Rouse needs open-file-description locks and system calls"
#endif

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#if !defined(__linux__) || !(defined(__x86_64__) || defined(__aarch64__))
#error "Rouse's region files need Linux on x86-64 or AArch64"
#endif

/* The words are shared with other processes: an atomic that is a lock of this process would be none for them. */
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2, "atomics without a lock");
_Static_assert(sizeof(_Atomic int32_t) == 4 && sizeof(_Atomic int64_t) == 8, "atomics of the same size");

enum rouse_code {
  ROUSE_OK = 0,
  ROUSE_END,        /* receive: the stream has ended; send, add: closed, and nothing was sent or added */
  ROUSE_TIMEOUT,    /* not within the time; if that was 0: not now */
  ROUSE_PEER_LOST,  /* the process at the other side has ended without closing its region; call again to go on */
  ROUSE_ROLE_TAKEN, /* somebody else has the role, see rouse_holder */
  ROUSE_NO_FILE,    /* there is no such file (yet) */
  ROUSE_REFUSED,    /* a wrong owner, group or mode, a symbolic link, not a regular file, or an unsafe folder */
  ROUSE_DAMAGED,    /* not a region file of this version, or its contents make no sense */
  ROUSE_NO_PART,    /* no part has this label and kind */
  ROUSE_TOO_LONG,   /* the record is longer than the channel takes, or than the buffer */
  ROUSE_ARGUMENT,   /* an argument is out of its range */
  ROUSE_SYSTEM      /* a system call has failed: see errno */
};

static inline const char *rouse_message(int code) {
  static const char *const messages[] = {"no error",
                                         "closed",
                                         "timed out",
                                         "the process at the other side was lost",
                                         "another process has the role",
                                         "no such file",
                                         "refused: the owner, group, mode or type of the file, or its folder",
                                         "damaged, or not a region file of this version",
                                         "no part of this label and kind",
                                         "the record is too long",
                                         "an argument is out of range",
                                         "a system call has failed"};
  return code >= ROUSE_OK && code <= ROUSE_SYSTEM ? messages[code] : "unknown code";
}

enum rouse_kind {
  ROUSE_BYTES = 1,
  ROUSE_COUNTER,
  ROUSE_STRIPED_COUNTER,
  ROUSE_JOB_SIGNAL,
  ROUSE_RECORD_RING,
  ROUSE_LONG_RING,
  ROUSE_RECORD_CHANNEL,
  ROUSE_LONG_CHANNEL,
  ROUSE_COUNTER_TABLE /* no functions for it here */
};

#define ROUSE_MAX_PARTS 1024
#define ROUSE_MAX_LABEL 96
#define ROUSE_MAX_PART_BYTES ((uint64_t)1 << 40)

/* A part, as the directory described it when the file was opened. The directory is not read again. */
struct rouse_part {
  int kind;
  char label[ROUSE_MAX_LABEL + 1];
  uint64_t offset; /* from the start of the file */
  uint64_t size;   /* in bytes */
  uint64_t capacity;
  bool held[2]; /* the roles that this region has */
};

struct rouse_region {
  int fd; /* carries the locks, so it stays open as long as the region */
  char *base;
  uint64_t size;
  int parts;
  struct rouse_part *part;
};

/* The words of the file. Callers pass checked offsets, which are multiples of the word's size. */
static inline _Atomic int32_t *rouse_int(const struct rouse_region *region, uint64_t offset) {
  return (_Atomic int32_t *)(void *)(region->base + offset);
}

static inline _Atomic int64_t *rouse_long(const struct rouse_region *region, uint64_t offset) {
  return (_Atomic int64_t *)(void *)(region->base + offset);
}

static inline int64_t rouse_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void rouse_pause_1_ms(void) {
  struct timespec pause = {.tv_sec = 0, .tv_nsec = 1000000};
  nanosleep(&pause, NULL);
}

/* ---- Locks: of one byte each, beyond the end of the file; they end with the process or the region --------------- */

#define ROUSE_OPEN_LOCK ((off_t)1 << 40)

/* Returns whether it got the lock. Never waits: the kernel cannot be told when the reason for the wait has gone. */
static inline bool rouse_lock(int fd, short type, off_t byte) {
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
  return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

/* ---- Open ------------------------------------------------------------------------------------------------------- */

/* In place of a group: only the user of this process is trusted. No group has this number, which means "leave the group
 * as it is" to chown(2). */
#define ROUSE_OWNER ((gid_t)-1)

/* Finds a group by its name, or by its number if no group has that as its name: ROUSE_OK, or ROUSE_ARGUMENT if there is
 * none. Not for several threads at a time, as getgrnam(3). */
static inline int rouse_group(const char *name, gid_t *group) {
  const struct group *found = getgrnam(name);
  if (found != NULL) {
    *group = found->gr_gid;
    return *group == ROUSE_OWNER ? ROUSE_ARGUMENT : ROUSE_OK;
  }
  size_t digits = strspn(name, "0123456789"); /* no sign, and no space */
  unsigned long long number = strtoull(name, NULL, 10); /* the largest number if there are too many digits */
  if (digits == 0 || name[digits] != 0 || number >= (unsigned long long)ROUSE_OWNER) return ROUSE_ARGUMENT;
  *group = (gid_t)number;
  return ROUSE_OK;
}

static inline int rouse_check_folder(const char *path, gid_t group) {
  char folder[PATH_MAX];
  const char *slash = strrchr(path, '/');
  size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  if (length + 2 > sizeof folder) return ROUSE_ARGUMENT;
  memcpy(folder, path, length);
  memcpy(folder + length, ".", 2);
  struct stat status;
  if (stat(folder, &status) != 0) return errno == ENOENT || errno == ENOTDIR ? ROUSE_NO_FILE : ROUSE_SYSTEM;
  if ((status.st_mode & S_IWOTH) == 0) return ROUSE_OK;
  /* Where everybody may rename the files of others, no file is safe; nor its group where everybody can make files of
   * that group. */
  bool safe = (status.st_mode & S_ISVTX) != 0 && (group == ROUSE_OWNER || (status.st_mode & S_ISGID) == 0);
  return safe ? ROUSE_OK : ROUSE_REFUSED;
}

/* Whether nobody can write to a file but who is trusted. */
static inline bool rouse_is_safe(const struct stat *status, gid_t group) {
  if (!S_ISREG(status->st_mode) || (status->st_mode & S_IWOTH) != 0) return false;
  if (group == ROUSE_OWNER) return status->st_uid == geteuid() && (status->st_mode & S_IWGRP) == 0;
  return status->st_gid == group;
}

/* Opens the file without a trust in it: never follows a link, and never blocks at a FIFO. */
static inline int rouse_open_file(const char *path, gid_t group, int *descriptor, struct stat *status) {
  int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) {
    if (errno == ENOENT) return ROUSE_NO_FILE;
    return errno == ELOOP || errno == EISDIR || errno == EACCES || errno == ENXIO ? ROUSE_REFUSED : ROUSE_SYSTEM;
  }
  int code = ROUSE_OK;
  if (fstat(fd, status) != 0) {
    code = ROUSE_SYSTEM;
  } else if (!rouse_is_safe(status, group)) {
    code = ROUSE_REFUSED;
  }
  if (code == ROUSE_OK) {
    *descriptor = fd;
  } else {
    close(fd);
  }
  return code;
}

/* Opens the file and says so with a shared lock. Who replaces the file has that lock alone until the new one is there.
 */
static inline int rouse_open_in_use(const char *path, gid_t group, int *descriptor, struct stat *status) {
  int64_t start = rouse_now();
  for (;;) {
    int code = rouse_open_file(path, group, descriptor, status);
    if (code != ROUSE_OK) return code;
    struct stat named;
    /* In this order: the look at the name comes after the lock. */
    if (rouse_lock(*descriptor, F_RDLCK, ROUSE_OPEN_LOCK) && lstat(path, &named) == 0 &&
        named.st_dev == status->st_dev && named.st_ino == status->st_ino) {
      return ROUSE_OK;
    }
    close(*descriptor);
    if (rouse_now() - start > 10 * (int64_t)1000000000) {
      errno = EBUSY; /* somebody replaces it all the time, or stopped while doing so */
      return ROUSE_SYSTEM;
    }
    rouse_pause_1_ms();
  }
}

/* UTF-8 without control characters, of exactly this length. */
static inline bool rouse_is_label(const unsigned char *label, int length) {
  for (int i = 0; i < length;) {
    uint32_t first = label[i++];
    int more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : 3;
    if ((first >= 0x80 && first < 0xc2) || first > 0xf4 || more > length - i) return false;
    uint32_t character = more == 0 ? first : first & (0x3fu >> more);
    for (int j = 0; j < more; j++) {
      if ((label[i] & 0xc0) != 0x80) return false;
      character = character << 6 | (label[i++] & 0x3fu);
    }
    if (character < 0x20 || (character >= 0x7f && character < 0xa0)) return false;
    if ((more == 2 && character < 0x800) || (more == 3 && (character < 0x10000 || character > 0x10ffff))) return false;
    if (character >= 0xd800 && character < 0xe000) return false;
  }
  return true;
}

static inline uint64_t rouse_first_part(int parts) { return 128 + 256 * (uint64_t)parts; }

/* Reads an entry of the directory, which lies within the file. Each word is read once. */
static inline bool rouse_read_part(const struct rouse_region *region, int index, struct rouse_part *part) {
  uint64_t entry = 128 + 128 * (uint64_t)index;
  part->kind = atomic_load_explicit(rouse_int(region, entry), memory_order_relaxed);
  int length = atomic_load_explicit(rouse_int(region, entry + 4), memory_order_relaxed);
  part->offset = (uint64_t)atomic_load_explicit(rouse_long(region, entry + 8), memory_order_relaxed);
  part->size = (uint64_t)atomic_load_explicit(rouse_long(region, entry + 16), memory_order_relaxed);
  part->capacity = (uint64_t)atomic_load_explicit(rouse_long(region, entry + 24), memory_order_relaxed);
  if (length < 1 || length > ROUSE_MAX_LABEL) return false;
  memset(part->label, 0, sizeof part->label);
  memcpy(part->label, region->base + entry + 32, (size_t)length); /* checked is the copy */
  part->held[0] = part->held[1] = false;
  return part->kind >= ROUSE_BYTES && part->kind <= ROUSE_COUNTER_TABLE && part->size >= 1 &&
         part->size <= ROUSE_MAX_PART_BYTES && part->capacity >= 1 && part->capacity <= INT64_MAX &&
         rouse_is_label((const unsigned char *)part->label, length);
}

/* Reads and checks header and directory of the mapped file. */
static inline int rouse_read_header(struct rouse_region *region) {
  if (memcmp(region->base, "RouseReg", 8) != 0 ||
      atomic_load_explicit(rouse_int(region, 8), memory_order_relaxed) != 0x01020304 ||
      atomic_load_explicit(rouse_int(region, 12), memory_order_relaxed) != 1 ||
      /* Acquire: it was written last, with release. */
      atomic_load_explicit(rouse_int(region, 48), memory_order_acquire) != 0x52454144 ||
      (uint64_t)atomic_load_explicit(rouse_long(region, 16), memory_order_relaxed) != region->size) {
    return ROUSE_DAMAGED;
  }
  int parts = atomic_load_explicit(rouse_int(region, 40), memory_order_relaxed);
  if (parts < 1 || parts > ROUSE_MAX_PARTS || rouse_first_part(parts) >= region->size) return ROUSE_DAMAGED;
  region->part = calloc((size_t)parts, sizeof *region->part);
  if (region->part == NULL) return ROUSE_SYSTEM;
  region->parts = parts;
  uint64_t end = rouse_first_part(parts);
  for (int i = 0; i < parts; i++) {
    struct rouse_part *part = &region->part[i];
    if (!rouse_read_part(region, i, part) || part->offset != end || part->size > region->size - end) {
      return ROUSE_DAMAGED;
    }
    for (int j = 0; j < i; j++) {
      if (strcmp(region->part[j].label, part->label) == 0) return ROUSE_DAMAGED;
    }
    end += (part->size + 127) & ~(uint64_t)127;
    if (end > region->size) return ROUSE_DAMAGED;
  }
  return end == region->size ? ROUSE_OK : ROUSE_DAMAGED;
}

/* As rouse_open, of a file that several users share, the members of a group (FileAccess.group in Java). It is used only
 * if it has this group, and nobody but its owner and the group can write to it. Its owner may be any user, and is
 * trusted, too. With ROUSE_OWNER in place of a group this is rouse_open. */
static inline int rouse_open_for_group(struct rouse_region *region, const char *path, gid_t group) {
  memset(region, 0, sizeof *region);
  region->fd = -1;
  int code = rouse_check_folder(path, group);
  struct stat status;
  int fd = -1;
  if (code == ROUSE_OK) code = rouse_open_in_use(path, group, &fd, &status);
  if (code != ROUSE_OK) return code;
  /* The size before the mapping: what is mapped beyond the end cannot be read. */
  if (status.st_size < (off_t)rouse_first_part(1) + 128) {
    close(fd);
    return ROUSE_DAMAGED;
  }
  region->size = (uint64_t)status.st_size;
  void *memory = mmap(NULL, region->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) {
    close(fd);
    return ROUSE_SYSTEM;
  }
  region->fd = fd;
  region->base = memory;
  code = rouse_read_header(region);
  if (code != ROUSE_OK) {
    free(region->part);
    munmap(region->base, region->size);
    close(fd);
    memset(region, 0, sizeof *region);
    region->fd = -1;
  }
  return code;
}

/* Opens a region file of the user of this process, to which nobody else can write: ROUSE_OK, ROUSE_NO_FILE,
 * ROUSE_REFUSED, ROUSE_DAMAGED, ROUSE_ARGUMENT or ROUSE_SYSTEM. Waits for up to 10 s while another process replaces the
 * file. */
static inline int rouse_open(struct rouse_region *region, const char *path) {
  return rouse_open_for_group(region, path, ROUSE_OWNER);
}

/* Returns a part, or NULL if no part has this label and kind. */
static inline struct rouse_part *rouse_find(const struct rouse_region *region, const char *label, int kind) {
  for (int i = 0; i < region->parts; i++) {
    if (strcmp(region->part[i].label, label) == 0) {
      return region->part[i].kind == kind ? &region->part[i] : NULL;
    }
  }
  return NULL;
}

/* Whether a capacity and a size from the directory belong together: a power of two, in units of some bytes. */
static inline bool rouse_has_size(const struct rouse_part *part, uint64_t smallest, uint64_t largest, uint64_t fixed,
                                  uint64_t unit) {
  return part->capacity >= smallest && part->capacity <= largest && (part->capacity & (part->capacity - 1)) == 0 &&
         part->size == fixed + part->capacity * unit;
}

#endif
