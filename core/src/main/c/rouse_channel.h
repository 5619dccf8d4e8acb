/* Sends and receives through channels of longs and of records. Part of rouse.h. */
#ifndef ROUSE_CHANNEL_H
#define ROUSE_CHANNEL_H

#include "rouse_wait.h"

/* Offsets in a channel, and in its ring, which is at the end of the channel. */
enum { ROUSE_ELEMENTS = 0, ROUSE_SPACE = 256, ROUSE_CHANNEL_END = 512, ROUSE_RING = 768 };
enum { ROUSE_TAIL = 0, ROUSE_HEAD = 128, ROUSE_LONG_FORMAT = 136, ROUSE_CORRUPT = 136, ROUSE_RECORD_FORMAT = 144 };
enum { ROUSE_FIRST = 256 }; /* the first slot or record */

/* What both ends of a channel are made of. */
struct rouse_end {
  struct rouse_region *region;
  struct rouse_part *part;
  uint64_t ring;     /* the offset of the ring in the file */
  uint64_t capacity; /* in slots or bytes, a power of two */
  int shift;         /* its logarithm */
  uint64_t position; /* of the next element; positions in the file are never trusted for this one again */
  bool longs;
  struct rouse_peer peer;
};

struct rouse_sender {
  struct rouse_end end;
  uint64_t head; /* what is known to be free ends one capacity after it */
  uint64_t awaited;
};

struct rouse_receiver {
  struct rouse_end end;
  uint64_t tail; /* records: up to where they are known to be published */
  bool corrupt;
  int64_t repeated_up_to;
};

static inline _Atomic int64_t *rouse_ring_word(const struct rouse_end *end, uint64_t word) {
  return rouse_long(end->region, end->ring + word);
}

/* The place of a position: masked, so within the ring for every position. */
static inline uint64_t rouse_place(const struct rouse_end *end, uint64_t position) {
  return end->ring + ROUSE_FIRST + (position & (end->capacity - 1)) * (end->longs ? 8 : 1);
}

static inline _Atomic int64_t *rouse_slot(const struct rouse_end *end, uint64_t position) {
  return rouse_long(end->region, rouse_place(end, position));
}

/* The top bit that a slot has when it holds the value of a position: set in the laps 0, 2, 4 ... */
static inline uint64_t rouse_lap(const struct rouse_end *end, uint64_t position) {
  return (~(position >> end->shift) & 1) << 63;
}

/* Acquire pairs with the sender's release: what it did before is visible to who finds its value here. */
static inline bool rouse_has_value(const struct rouse_end *end, uint64_t position, uint64_t *value) {
  uint64_t slot = (uint64_t)atomic_load_explicit(rouse_slot(end, position), memory_order_acquire);
  *value = slot & INT64_MAX;
  return (slot & ~(uint64_t)INT64_MAX) == rouse_lap(end, position);
}

/* ---- Attach ----------------------------------------------------------------------------------------------------- */

static inline int rouse_check_channel(struct rouse_end *end) {
  const struct rouse_part *part = end->part;
  end->longs = part->kind == ROUSE_LONG_CHANNEL;
  if (end->longs ? !rouse_has_size(part, 16, (uint64_t)1 << 27, ROUSE_RING + ROUSE_FIRST, 8)
                 : !rouse_has_size(part, 128, (uint64_t)1 << 30, ROUSE_RING + ROUSE_FIRST, 1)) {
    return ROUSE_DAMAGED;
  }
  end->capacity = part->capacity;
  end->shift = __builtin_ctzll(end->capacity);
  end->ring = part->offset + ROUSE_RING;
  int64_t format = (end->longs ? (int64_t)0x4c4f4e47 : (int64_t)0x52494e47) << 32 | 1 << 8 | end->shift;
  return atomic_load_explicit(rouse_ring_word(end, end->longs ? ROUSE_LONG_FORMAT : ROUSE_RECORD_FORMAT),
                              memory_order_acquire) == format
             ? ROUSE_OK
             : ROUSE_DAMAGED;
}

/* Sets where this end goes on. The other one may be busy: the head is read first, so that the tail is not less. */
static inline int rouse_find_position(struct rouse_end *end, int role) {
  /* Acquire: goes on after an earlier holder of this role. */
  int64_t head = atomic_load_explicit(rouse_ring_word(end, ROUSE_HEAD), memory_order_acquire);
  int64_t tail = atomic_load_explicit(rouse_ring_word(end, ROUSE_TAIL), memory_order_acquire);
  if (head < 0 || tail < head || (!end->longs && (head % 8 != 0 || tail % 8 != 0))) return ROUSE_DAMAGED;
  end->position = (uint64_t)(role == ROUSE_SENDER ? tail : head);
  uint64_t value;
  if (role == ROUSE_SENDER && end->longs && tail > head && !rouse_has_value(end, end->position - 1, &value)) {
    end->position--; /* an earlier sender was killed between tail and slot, and the receiver waits for the slot */
  }
  return ROUSE_OK;
}

/* Takes the role of one end. */
static inline int rouse_attach_end(struct rouse_end *end, struct rouse_region *region, const char *label, int kind,
                                   int role, bool *after_loss) {
  if (kind != ROUSE_RECORD_CHANNEL && kind != ROUSE_LONG_CHANNEL) return ROUSE_ARGUMENT;
  end->region = region;
  end->part = rouse_find(region, label, kind);
  if (end->part == NULL) return ROUSE_NO_PART;
  int code = rouse_check_channel(end);
  if (code == ROUSE_OK) code = rouse_take_role(region, end->part, role, after_loss);
  if (code != ROUSE_OK) return code;
  code = rouse_find_position(end, role); /* only now: an earlier holder may have moved it until here */
  if (code != ROUSE_OK) {
    rouse_untake_role(region, end->part, role, *after_loss);
    return code;
  }
  rouse_watch(&end->peer, region, end->part, 1 - role);
  /* What an earlier waiter has left: it may have been HOT, and this one never is. */
  rouse_cool(region, end->part->offset + (role == ROUSE_SENDER ? ROUSE_SPACE : ROUSE_ELEMENTS));
  /* Who closes may be killed between its two steps. */
  if (rouse_is_closed(region, end->part->offset + ROUSE_SPACE)) {
    rouse_close_waiting_end(region, end->part->offset + ROUSE_ELEMENTS);
  }
  return ROUSE_OK;
}

/* Takes the role of the sender: ROUSE_OK, ROUSE_NO_PART, ROUSE_ROLE_TAKEN, ROUSE_DAMAGED or ROUSE_ARGUMENT (the kind is
 * none of a channel). The region must stay where it is in memory. */
static inline int rouse_attach_sender(struct rouse_sender *sender, struct rouse_region *region, const char *label,
                                      int kind) {
  bool after_loss = false;
  memset(sender, 0, sizeof *sender);
  int code = rouse_attach_end(&sender->end, region, label, kind, ROUSE_SENDER, &after_loss);
  sender->head = sender->end.position - sender->end.capacity; /* as if it were full: the first send reads the head */
  return code;
}

/* Takes the role of the receiver, with the codes of rouse_attach_sender. */
static inline int rouse_attach_receiver(struct rouse_receiver *receiver, struct rouse_region *region, const char *label,
                                        int kind) {
  bool after_loss = false;
  memset(receiver, 0, sizeof *receiver);
  struct rouse_end *end = &receiver->end;
  int code = rouse_attach_end(end, region, label, kind, ROUSE_RECEIVER, &after_loss);
  if (code != ROUSE_OK) return code;
  receiver->tail = end->position;
  receiver->corrupt =
      !end->longs && atomic_load_explicit(rouse_ring_word(end, ROUSE_CORRUPT), memory_order_acquire) != 0;
  int64_t mark = rouse_role_get(region, end->part, ROUSE_RECEIVER, ROUSE_ROLE_MARK);
  if (after_loss) {
    /* The lost receiver may have handled whatever was published. */
    int64_t tail = atomic_load_explicit(rouse_ring_word(end, ROUSE_TAIL), memory_order_acquire);
    uint64_t value;
    if (end->longs && tail > (int64_t)end->position && !rouse_has_value(end, (uint64_t)tail - 1, &value)) tail--;
    if (tail > mark) {
      mark = tail;
      rouse_role_set(region, end->part, ROUSE_RECEIVER, ROUSE_ROLE_MARK, mark);
    }
  }
  receiver->repeated_up_to = mark;
  return ROUSE_OK;
}

/* Whether an earlier receiver, which was lost, may have handled the element that was received last. */
static inline bool rouse_may_be_repeated(const struct rouse_receiver *receiver) {
  return receiver->repeated_up_to != 0 && (int64_t)receiver->end.position <= receiver->repeated_up_to;
}

/* How many longs, or bytes of records, were ever sent or taken up to here. */
static inline uint64_t rouse_position(const struct rouse_end *end) { return end->position; }

/* Closes the channel for both ends: the receiver gets what was sent, then ROUSE_END. Closed is for good. */
static inline void rouse_close_channel(const struct rouse_end *end) {
  rouse_close_waiting_end(end->region, end->part->offset + ROUSE_SPACE);
  rouse_close_waiting_end(end->region, end->part->offset + ROUSE_ELEMENTS);
}

/* Give a role up, so that a successor can take it. The channel stays open. The end must not be used after that. */
static inline void rouse_give_up_sender(struct rouse_sender *sender) {
  rouse_give_up_role(sender->end.region, sender->end.part, ROUSE_SENDER);
}

static inline void rouse_give_up_receiver(struct rouse_receiver *receiver) {
  rouse_give_up_role(receiver->end.region, receiver->end.part, ROUSE_RECEIVER);
}

/* Proposes where the channel ends, and returns where it does: the first proposal holds. */
static inline int64_t rouse_settle_end(const struct rouse_end *end, uint64_t position) {
  int64_t settled = 0;
  int64_t proposal = (int64_t)(position + 1);
  bool first = atomic_compare_exchange_strong(rouse_long(end->region, end->part->offset + ROUSE_CHANNEL_END), &settled,
                                              proposal);
  return (int64_t)((uint64_t)(first ? proposal : settled) - 1);
}

/* ---- Send ------------------------------------------------------------------------------------------------------- */

static inline uint64_t rouse_record_bytes(uint64_t length) { return (length + 8 + 7) & ~(uint64_t)7; }

/* Returns how much the sender must skip so that a record does not wrap. */
static inline uint64_t rouse_padding(const struct rouse_end *end, uint64_t bytes) {
  uint64_t to_end = end->capacity - (end->position & (end->capacity - 1));
  return !end->longs && bytes > to_end ? to_end : 0;
}

/* ROUSE_OK if so many slots or bytes are free, ROUSE_TIMEOUT if not. */
static inline int rouse_find_space(struct rouse_sender *sender, uint64_t needed) {
  struct rouse_end *end = &sender->end;
  uint64_t after = end->position + rouse_padding(end, needed) + needed;
  if (after - sender->head <= end->capacity) return ROUSE_OK;
  /* Acquire pairs with the receiver's release: it has read what is overwritten now. */
  uint64_t head = (uint64_t)atomic_load_explicit(rouse_ring_word(end, ROUSE_HEAD), memory_order_acquire);
  if (end->position - head > end->capacity) return ROUSE_DAMAGED; /* also a head beyond the position */
  sender->head = head;
  if (after - head <= end->capacity) return ROUSE_OK;
  /* A receiver that has found a corrupt record takes no more. */
  return !end->longs && atomic_load_explicit(rouse_ring_word(end, ROUSE_CORRUPT), memory_order_acquire) != 0
             ? ROUSE_DAMAGED
             : ROUSE_TIMEOUT;
}

static inline bool rouse_looks_for_space(void *sender) {
  struct rouse_sender *self = sender;
  return rouse_find_space(self, self->awaited) != ROUSE_TIMEOUT;
}

static inline int rouse_await_space(struct rouse_sender *sender, uint64_t needed, int64_t millis) {
  struct rouse_end *end = &sender->end;
  uint64_t space = end->part->offset + ROUSE_SPACE, elements = end->part->offset + ROUSE_ELEMENTS;
  int64_t deadline = rouse_deadline(millis);
  sender->awaited = needed;
  for (;;) {
    if (rouse_is_closed(end->region, space)) {
      if (!rouse_is_closed(end->region, elements)) rouse_close_waiting_end(end->region, elements);
      return ROUSE_END;
    }
    int code = rouse_find_space(sender, needed);
    if (code != ROUSE_TIMEOUT) return code;
    rouse_wake(end->region, elements); /* an earlier sender may have been killed before it did */
    if (millis == 0) return ROUSE_TIMEOUT;
    code = rouse_wait(end->region, space, rouse_looks_for_space, sender, &end->peer, deadline);
    if (code != ROUSE_OK && code != ROUSE_END) return code;
  }
}

/* After a publish: wakes the receiver. If that has left, the first proposal decides whether the element was sent. */
static inline int rouse_published(struct rouse_sender *sender) {
  struct rouse_end *end = &sender->end;
  if (rouse_wake(end->region, end->part->offset + ROUSE_ELEMENTS)) return ROUSE_OK;
  return rouse_settle_end(end, end->position) >= (int64_t)end->position ? ROUSE_OK : ROUSE_END;
}

/* Sends a value of 0 or more: ROUSE_OK, ROUSE_END, ROUSE_TIMEOUT, ROUSE_PEER_LOST (only while it waits for space),
 * ROUSE_DAMAGED, ROUSE_ARGUMENT or ROUSE_SYSTEM. Only after ROUSE_OK the value was sent. */
static inline int rouse_send_long(struct rouse_sender *sender, int64_t value, int64_t millis) {
  struct rouse_end *end = &sender->end;
  if (value < 0 || !end->longs) return ROUSE_ARGUMENT;
  int code = rouse_await_space(sender, 1, millis);
  if (code != ROUSE_OK) return code;
  uint64_t next = end->position;
  /* Before the slot, whose release keeps the order: a successor then finds the last value that was published. */
  atomic_store_explicit(rouse_ring_word(end, ROUSE_TAIL), (int64_t)(next + 1), memory_order_relaxed);
  /* Release: this publishes the value, and what this thread did before. */
  atomic_store_explicit(rouse_slot(end, next), (int64_t)((uint64_t)value | rouse_lap(end, next)), memory_order_release);
  end->position = next + 1;
  return rouse_published(sender);
}

/* Little-endian machines only, as Linux on x86-64 and AArch64 is in practice: the length comes first. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a record's header is written as one word");

static inline void rouse_write_header(const struct rouse_end *end, uint64_t position, int32_t type, uint64_t length) {
  uint64_t header = (uint64_t)(uint32_t)type << 32 | (uint32_t)length;
  /* Relaxed: the tail publishes it. */
  atomic_store_explicit(rouse_long(end->region, rouse_place(end, position)), (int64_t)header, memory_order_relaxed);
}

/* Returns the length of the longest record that fits: half the capacity less 8 bytes. */
static inline uint64_t rouse_max_length(const struct rouse_end *end) { return end->capacity / 2 - 8; }

/* Sends a record of a type of 1 or more; Java sends the values of codecs as type 1. The codes are those of
 * rouse_send_long, and ROUSE_TOO_LONG. */
static inline int rouse_send(struct rouse_sender *sender, int32_t type, const void *bytes, size_t length,
                             int64_t millis) {
  struct rouse_end *end = &sender->end;
  if (type < 1 || end->longs) return ROUSE_ARGUMENT;
  if (length > rouse_max_length(end)) return ROUSE_TOO_LONG;
  uint64_t record = rouse_record_bytes(length);
  int code = rouse_await_space(sender, record, millis);
  if (code != ROUSE_OK) return code;
  uint64_t padding = rouse_padding(end, record);
  uint64_t start = end->position + padding;
  if (padding != 0) rouse_write_header(end, end->position, -1, padding - 8);
  rouse_write_header(end, start, type, length);
  if (length != 0) memcpy(end->region->base + rouse_place(end, start) + 8, bytes, length);
  end->position = start + record;
  /* Release: record and padding are written before the tail that publishes them. */
  atomic_store_explicit(rouse_ring_word(end, ROUSE_TAIL), (int64_t)end->position, memory_order_release);
  return rouse_published(sender);
}

/* ---- Receive ---------------------------------------------------------------------------------------------------- */

/* Frees what lies before the position, and wakes the sender. */
static inline void rouse_free(struct rouse_receiver *receiver) {
  struct rouse_end *end = &receiver->end;
  /* Release: the elements are read before the sender may overwrite them. */
  atomic_store_explicit(rouse_ring_word(end, ROUSE_HEAD), (int64_t)end->position, memory_order_release);
  rouse_wake(end->region, end->part->offset + ROUSE_SPACE);
}

/* Ends the use of a ring of records, also for its sender and for later receivers. */
static inline int rouse_found_corrupt(struct rouse_receiver *receiver) {
  receiver->corrupt = true;
  if (!receiver->end.longs) {
    atomic_store_explicit(rouse_ring_word(&receiver->end, ROUSE_CORRUPT), 1, memory_order_release);
    rouse_wake(receiver->end.region, receiver->end.part->offset + ROUSE_SPACE);
  }
  return ROUSE_DAMAGED;
}

static inline bool rouse_looks_for_element(void *receiver) {
  struct rouse_receiver *self = receiver;
  const struct rouse_end *end = &self->end;
  uint64_t value;
  if (end->longs) return rouse_has_value(end, end->position, &value);
  if (self->tail != end->position) return true;
  /* Acquire pairs with the sender's release. Whether the tail makes sense is checked before it is used. */
  self->tail = (uint64_t)atomic_load_explicit(rouse_ring_word(end, ROUSE_TAIL), memory_order_acquire);
  return self->tail != end->position;
}

static inline int rouse_await_element(struct rouse_receiver *receiver, int64_t millis, int64_t deadline) {
  struct rouse_end *end = &receiver->end;
  uint64_t elements = end->part->offset + ROUSE_ELEMENTS;
  while (!receiver->corrupt) {
    int64_t last = atomic_load_explicit(rouse_long(end->region, end->part->offset + ROUSE_CHANNEL_END),
                                        memory_order_acquire);
    /* What comes after the end was refused. (Unsigned, because a damaged word may be the least of all.) */
    if (last != 0 && (int64_t)((uint64_t)last - 1) <= (int64_t)end->position) return ROUSE_END;
    if (rouse_looks_for_element(receiver)) return ROUSE_OK;
    if (rouse_is_closed(end->region, elements)) {
      /* Between "closed" and the look: either the look finds a publish, or its sender finds the end closed. */
      rouse_heavy_barrier();
      if (rouse_looks_for_element(receiver)) return ROUSE_OK;
      if (rouse_settle_end(end, end->position) > (int64_t)end->position && !rouse_looks_for_element(receiver)) {
        return rouse_found_corrupt(receiver); /* the sender settles the end after it has published up to there */
      }
      continue;
    }
    if (millis == 0) return ROUSE_TIMEOUT;
    int code = rouse_wait(end->region, elements, rouse_looks_for_element, receiver, &end->peer, deadline);
    if (code != ROUSE_OK && code != ROUSE_END) return code;
  }
  return ROUSE_DAMAGED;
}

/* Receives a value and frees its slot: ROUSE_OK, ROUSE_END, ROUSE_TIMEOUT, ROUSE_PEER_LOST (after all that the lost
 * sender has sent), ROUSE_DAMAGED, ROUSE_ARGUMENT or ROUSE_SYSTEM. */
static inline int rouse_receive_long(struct rouse_receiver *receiver, int64_t *value, int64_t millis) {
  struct rouse_end *end = &receiver->end;
  *value = 0;
  if (!end->longs) return ROUSE_ARGUMENT;
  int code = rouse_await_element(receiver, millis, rouse_deadline(millis));
  if (code != ROUSE_OK) return code;
  uint64_t found;
  if (!rouse_has_value(end, end->position, &found)) return rouse_found_corrupt(receiver); /* taken back */
  *value = (int64_t)found;
  end->position++;
  rouse_free(receiver);
  return ROUSE_OK;
}

/* Receives a record into a buffer and frees its space: the codes of rouse_receive_long, or ROUSE_TOO_LONG if the buffer
 * is too small. Then the record stays in the channel, and *length is its length. */
static inline int rouse_receive(struct rouse_receiver *receiver, int32_t *type, void *buffer, size_t size,
                                size_t *length, int64_t millis) {
  struct rouse_end *end = &receiver->end;
  *type = 0;
  *length = 0;
  if (end->longs) return ROUSE_ARGUMENT;
  int64_t deadline = rouse_deadline(millis);
  for (;;) {
    int code = rouse_await_element(receiver, millis, deadline);
    if (code != ROUSE_OK) return code;
    uint64_t published = receiver->tail - end->position;
    if (published > end->capacity || published % 8 != 0) return rouse_found_corrupt(receiver);
    uint64_t place = rouse_place(end, end->position);
    uint64_t to_end = end->capacity - (end->position & (end->capacity - 1));
    uint64_t run = published < to_end ? published : to_end; /* a multiple of 8, and at least 8 */
    /* Read once, as a whole. Relaxed: the tail was read with acquire. */
    uint64_t header = (uint64_t)atomic_load_explicit(rouse_long(end->region, place), memory_order_relaxed);
    uint32_t bytes = (uint32_t)header;
    int32_t found = (int32_t)(uint32_t)(header >> 32);
    if (bytes > run - 8 || (found < 1 && found != -1)) return rouse_found_corrupt(receiver);
    if (found != -1) {
      *length = bytes;
      if (bytes > size) return ROUSE_TOO_LONG;
      *type = found;
      if (bytes != 0) memcpy(buffer, end->region->base + place + 8, bytes);
    }
    end->position += rouse_record_bytes(bytes);
    rouse_free(receiver);
    if (found != -1) return ROUSE_OK;
    /* Padding: the record that did not fit follows. A sender of nothing but padding must not prolong the wait. */
    if (receiver->tail == end->position && rouse_now() >= deadline) return ROUSE_TIMEOUT;
  }
}

#endif
